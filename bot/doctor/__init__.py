"""The doctor: looks at everything a bot needs to run, changes nothing, and names the cure for each fault."""

from __future__ import annotations

from collections.abc import Mapping

from bot.clock import Clock, real_time
from bot.doctor.finding import Finding, ill, watch, well
from bot.doctor.outside import outside_findings
from bot.doctor.papers import catalogue_findings, programme_findings
from bot.doctor.store import store_findings
from bot.settings import Settings, SettingsWrong

__all__ = ["Finding", "examine"]


async def examine(environ: Mapping[str, str], clock: Clock = real_time) -> list[Finding]:
    """Everything there is to say about the bot that this environment describes. No secret stands in a sentence."""
    findings = []
    try:
        settings = Settings.read(environ, need_token=True)
        findings.append(well("settings", "Every setting can be read."))
    except SettingsWrong as wrong:
        findings += [ill("settings", sentence) for sentence in wrong.sentences]
        settings = _what_can_be_read(environ)
    if settings.webhook_url is not None:
        findings.append(
            watch("webhook", "WEBHOOK_URL is not used by this release, which fetches by itself; leave it out.")
        )
    findings += await outside_findings(settings, clock)
    findings += await store_findings(settings)
    findings += programme_findings(settings.programme_file, clock)
    findings += catalogue_findings(settings.programme_file)
    return findings


def _what_can_be_read(environ: Mapping[str, str]) -> Settings:
    """The settings without those at fault, so that the rest is examined all the same."""
    sound: dict[str, str] = {}
    settings = Settings.read(sound, need_token=False)
    for name, value in environ.items():
        try:
            settings = Settings.read(sound | {name: value}, need_token=False)
            sound[name] = value
        except SettingsWrong:
            continue
    return settings
