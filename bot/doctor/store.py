"""What lies on the disk: the database and the key that opens what is sealed in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from bot.doctor.finding import Finding, ill, watch, well
from bot.settings import Settings
from storage.address import open_storage, sqlite_path
from storage.faults import DatabaseFault
from storage.migrate import steps_missing
from storage.people import People
from storage.private_files import open_to_others
from storage.sealing import KeyNotUsable, SealBroken, Sealer, read_key_file
from storage.units import Storage


async def store_findings(settings: Settings) -> list[Finding]:
    """How database and key are. Nothing is made that is not there, and nothing is changed."""
    sealer, key = _key(settings)
    file = sqlite_path(settings.database_url)
    if file is None and settings.database_url.startswith("sqlite"):
        return [watch("database", "It is in memory and ends with the process; name a file in DATABASE_URL."), key]
    if file is not None and not file.exists():
        return [_place_for(file), key]
    before = _rights(file) if file is not None else []
    try:
        storage = await open_storage(settings.database_url)
    except DatabaseFault as fault:
        return [*before, ill("database", str(fault)), key]
    try:
        return [*before, *await _inside(storage, sealer, key)]
    finally:
        await storage.close()


def _place_for(file: Path) -> Finding:
    """Where there is no database yet: whether one can be made."""
    folder = next(above for above in (file.absolute().parent, *file.absolute().parents) if above.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return ill("database", f"It cannot be made in {folder}; let this account write there.")
    return well("database", f"There is none yet; the first start makes {file}.")


def _rights(file: Path) -> list[Finding]:
    findings = []
    if open_to_others(file):
        findings.append(ill("database", f"Others may read {file}; close it: chmod 600 {file}"))
    folder = file.absolute().parent
    if stat.S_IMODE(folder.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH):
        sentence = f"Everybody may look into its folder {folder}; close it: chmod 700 {folder}"
        findings.append(watch("database", sentence))
    return findings


async def _inside(storage: Storage, sealer: Sealer | None, key: Finding) -> list[Finding]:
    """The schema, whether it can be written, and whether the key opens what is sealed."""
    try:
        missing = await steps_missing(storage)
        if missing:
            sentence = f"Its schema lacks {', '.join(missing)}; the next start puts them in."
            return [watch("database", sentence), key]
        whole = well("database", "It opens, can be written, and its schema is up to date.")
        if sealer is None:
            return [whole, key]
        sealed = await storage.run(People(sealer).opened_on_trial)
    except SealBroken as broken:
        return [whole, ill("key", str(broken))]
    except DatabaseFault as fault:
        return [ill("database", str(fault)), key]
    if sealed and key.state == "well":
        return [whole, well("key", f"{key.sentence} It opens what is sealed.")]
    return [whole, key]


def _key(settings: Settings) -> tuple[Sealer | None, Finding]:
    """The seal, and how its key is kept."""
    if settings.key is not None:
        return Sealer.from_keys([settings.key.get_secret_value()]), well("key", "It comes from FAMILIENLOTSE_KEY.")
    path = settings.key_file
    database = sqlite_path(settings.database_url)
    if not path.exists():
        if database is not None and database.exists():
            return None, ill("key", f"{path} is gone, and nothing opens without it; put it back from its copy.")
        return None, well("key", f"There is none yet; the first start makes {path}.")
    try:
        sealer = Sealer.from_keys([read_key_file(path)])
    except KeyNotUsable as fault:
        return None, ill("key", str(fault))
    if database is not None and path.absolute().parent == database.absolute().parent:
        return sealer, watch(
            "key",
            f"{path} lies beside the database, so who copies one copies both; name another place in "
            "FAMILIENLOTSE_KEY_FILE, and keep a copy apart from the backups.",
        )
    return sealer, well("key", f"{path} is there and closed to others.")
