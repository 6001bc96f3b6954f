"""English is told from the others, cheaply."""

from __future__ import annotations

import pytest

from communique.errors import ItemError
from communique.read import read_text
from communique.read.language import guess_language

ENGLISH = (
    "The foreign ministers of the two countries met in Oslo on Monday and agreed to reopen the "
    "bridge, which had been closed since the storms of last winter. They will meet again in May."
)
OTHERS = {
    "fr": "Les ministres des deux pays se sont réunis à Oslo et ont décidé de rouvrir le pont qui "
    "est fermé depuis les tempêtes de cet hiver.",
    "de": "Die Minister der beiden Länder trafen sich am Montag in Oslo und haben sich auf die "
    "Öffnung der Brücke geeinigt, die seit dem Winter nicht mehr befahren wird.",
    "es": "Los ministros de los dos países se reunieron el lunes en Oslo y acordaron abrir el "
    "puente, que fue cerrado por las tormentas de este invierno.",
    "tr": "İki ülkenin bakanları pazartesi günü Oslo'da bir araya geldi ve köprü için yeni bir "
    "anlaşma ile daha çok ticaret olarak görülen adımları açıkladı.",
    "id": "Menteri luar negeri dari kedua negara itu bertemu di Oslo dan sepakat untuk membuka "
    "jembatan yang ditutup sejak badai pada musim dingin ini.",
    "pl": "Ministrowie obu krajów spotkali się w Oslo i zgodzili się na otwarcie mostu, który "
    "jest zamknięty od zimy, jak podano po rozmowach.",
    "sv": "Ministrarna från de två länderna möttes i Oslo och kom överens om att bron som är "
    "stängd efter vinterns stormar ska öppnas för trafik av alla slag.",
    "vi": "Bộ trưởng của hai nước đã gặp nhau ở Oslo và các bên không nói gì về những cây cầu này.",
    "ru": "Министры двух стран встретились в Осло и договорились, что мост откроют для людей.",
    "uk": "Міністри двох країн зустрілися в Осло та домовилися, що міст буде відкрито для людей.",
    "ar": "التقى وزراء البلدين في أوسلو واتفقوا على فتح الجسر الذي أغلق بعد العواصف.",
    "fa": "وزیران دو کشور در اسلو دیدار کردند و قرار شد که پل را برای مردم باز کنند.",
    "ur": "دونوں ممالک کے وزراء نے اوسلو میں ملاقات کی اور پل کو کھولنے پر اتفاق کیا ہے۔",
    "he": "השרים של שתי המדינות נפגשו באוסלו והסכימו לפתוח את הגשר.",
    "el": "Οι υπουργοί των δύο χωρών συναντήθηκαν στο Όσλο και συμφώνησαν να ανοίξει η γέφυρα.",
    "hi": "दोनों देशों के मंत्रियों ने ओस्लो में मुलाकात की और पुल को खोलने पर सहमति जताई।",
    "bn": "দুই দেশের মন্ত্রীরা অসলোতে বৈঠক করে সেতু খুলে দিতে রাজি হয়েছেন।",
    "th": "รัฐมนตรีของทั้งสองประเทศพบกันที่ออสโล",
    "zh": "两国外交部长星期一在奥斯陆会晤，同意重新开放大桥。",
    "ja": "両国の外相は月曜日にオスロで会談し、橋を再び開くことで合意した。",
    "ko": "양국 외교장관은 월요일 오슬로에서 만나 다리를 다시 열기로 합의했다.",
}


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_named(code: str) -> None:
    assert guess_language(OTHERS[code]) == code
    with pytest.raises(ItemError, match=f"language {code} .* not read yet") as caught:
        read_text(OTHERS[code], source="page")
    assert caught.value.reason == "language"


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "Hurricane Gustav weakens.",
        "Putin visits Beijing",
        "Acting president Delcy Rodríguez's administration releases several prisoners.",
        "PIA GAINS NEW HEIGHTS",
        ENGLISH + "\n" + OTHERS["ur"],
        OTHERS["fr"][:60] + "\n" + ENGLISH * 2,
        "صفحہ اول\nپاکستان\nکھیل\nدنیا\nکاروبار\n" * 3 + ENGLISH,
    ],
)
def test_english_stays_english(text: str) -> None:
    assert guess_language(text) == "en"


def test_a_menu_in_english_does_not_make_a_page_english() -> None:
    assert guess_language("Home\nWorld\nSport\nContact us\n" + OTHERS["ur"] * 3) == "ur"


def test_unknown_is_und() -> None:
    assert guess_language("12 34 / 56") == "und"
    assert guess_language("zorblat krimp vundel " * 20) == "und"
