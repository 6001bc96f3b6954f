"""Average a student with one that was trained on from it.

python training/average.py --old student.pt --new further.pt [--share 0.7] --out FILE
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def averaged(old: dict[str, Tensor], new: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """`share` of the new weights and the rest of the old; words new to it stay as they are."""
    found = {}
    for name, tensor in new.items():
        other = old[name]
        if other.shape != tensor.shape:
            other = torch.cat([other, tensor[len(other) :]])
        found[name] = share * tensor + (1 - share) * other
    return found


def main(argv: Sequence[str]) -> None:
    """Read two students and write the third."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=Path, required=True)
    parser.add_argument("--new", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.7, help="of the new one")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    old, new = torch.load(arguments.old), torch.load(arguments.new)
    words, same = new["words"][: len(old["words"])], new["labels"] == old["labels"]
    if words != old["words"] or not same:
        raise SystemExit("the new student was not trained on from the old one")
    new["model"] = averaged(old["model"], new["model"], arguments.share)
    torch.save(new, arguments.out)


if __name__ == "__main__":
    main(sys.argv[1:])
