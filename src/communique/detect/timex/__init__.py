"""The rules by which temporal expressions are read; `communique.detect.dates` applies them."""
