"""What people send that is not text: every kind as Telegram puts it on the wire."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple, get_args

from bot.demo.files import Files, StoredFile

MediaKind = Literal[
    "sticker", "photo", "voice", "video", "location", "venue", "document", "poll", "dice", "animation",
    "video_note", "audio",
]  # fmt: skip
MEDIA_KINDS: tuple[MediaKind, ...] = get_args(MediaKind)

GLADBECK: Final = {"latitude": 51.5713, "longitude": 6.9856}
_SIZE: Final = {"width": 512, "height": 512}
_FILE_NAMES: Final = {
    "sticker": "sticker.webp", "photo": "photo.jpg", "voice": "voice.ogg", "video": "video.mp4",
    "document": "letter.pdf", "animation": "wave.mp4", "video_note": "round.mp4", "audio": "song.mp3",
}  # fmt: skip
_LABELS: Final = {
    "sticker": "🙂", "photo": "🖼", "voice": "🎤", "video": "🎬", "location": "📍", "venue": "📍",
    "document": "📄 letter.pdf", "poll": "📊", "dice": "🎲", "animation": "GIF", "video_note": "🎬", "audio": "🎵",
}  # fmt: skip


class Media(NamedTuple):
    """One thing to send: its part of the wire message, what the phone shows, and its file if it has one."""

    body: dict[str, Any]
    label: str
    file: StoredFile | None


def make_media(kind: MediaKind, files: Files) -> Media:
    """A thing of that kind. Raises KeyError for an unknown kind."""
    label = _LABELS[kind]
    if kind not in _FILE_NAMES:
        return Media(_without_file(kind), label, None)
    name = _FILE_NAMES[kind]
    file = files.keep(f"{kind}s", name, f"a {kind} made up for the demo".encode())
    return Media(_with_file(kind, file), label, file)


def _without_file(kind: MediaKind) -> dict[str, Any]:
    match kind:
        case "location":
            return {"location": dict(GLADBECK)}
        case "venue":
            place = {"location": dict(GLADBECK), "title": "Rathaus", "address": "Willy-Brandt-Platz 2, Gladbeck"}
            return {"venue": place, "location": dict(GLADBECK)}
        case "dice":
            return {"dice": {"emoji": "🎲", "value": 4}}
        case _:
            return {"poll": _poll()}


def _with_file(kind: MediaKind, file: StoredFile) -> dict[str, Any]:
    ids = file.as_json()
    named = {**ids, "file_name": file.name, "mime_type": file.mime}
    match kind:
        case "sticker":
            return {"sticker": {**ids, **_SIZE, "type": "regular", "is_animated": False, "is_video": False}}
        case "photo":
            return {"photo": [{**ids, **_SIZE}]}
        case "voice":
            return {"voice": {**ids, "duration": 4, "mime_type": "audio/ogg"}}
        case "video":
            return {"video": {**named, **_SIZE, "duration": 4}}
        case "video_note":
            return {"video_note": {**ids, "length": 240, "duration": 4}}
        case "animation":
            return {"animation": {**named, **_SIZE, "duration": 2}, "document": named}
        case "audio":
            return {"audio": {**named, "duration": 120}}
        case _:
            return {"document": named}


def _poll() -> dict[str, Any]:
    options = [
        {"persistent_id": str(number), "text": text, "voter_count": 0, "text_entities": []}
        for number, text in enumerate(("10:00", "15:00"))
    ]
    return {
        "id": "5300000000000000001", "question": "?", "options": options, "total_voter_count": 0,
        "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        "allows_revoting": False, "members_only": False,
    }  # fmt: skip
