# SPDX-License-Identifier: Apache-2.0
"""When daily, hourly and monthly slots come in every zone, found out without Dray: for each zone and kind a line
`zone kind count sum`, the sum of the moments in seconds since 1970."""
import datetime
import sys
import zoneinfo

FIRST, LAST = int(sys.argv[1]), int(sys.argv[2])
UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


def seconds(moment):
    return int((moment - EPOCH).total_seconds())


def reading(moment, zone):
    return (EPOCH + datetime.timedelta(seconds=moment)).astimezone(zone).replace(tzinfo=None)


def comes(local, zone):
    """The first moment a clock shows `local`; where it skips it, the first moment of a later reading."""
    moment = seconds(local.replace(tzinfo=zone, fold=0).astimezone(UTC))
    if reading(moment, zone) == local:
        return moment
    low, high = moment - 86400, moment + 86400
    while high - low > 1:
        middle = (low + high) // 2
        if reading(middle, zone) < local:
            low = middle
        else:
            high = middle
    return high


def days(zone, hour, minute, monthly=False):
    day = datetime.date(FIRST, 1, 2)
    while day < datetime.date(LAST, 12, 30):
        if not monthly or day.day == 1:
            yield comes(datetime.datetime.combine(day, datetime.time(hour, minute)), zone)
        day += datetime.timedelta(days=1)


def offset(moment, zone):
    return (EPOCH + datetime.timedelta(seconds=moment)).astimezone(zone).utcoffset()


def hours(zone):
    """Every full hour a clock shows, in the two days around each change of the offset."""
    step = 86400
    moment = seconds(datetime.datetime(FIRST, 1, 2, tzinfo=UTC))
    end = seconds(datetime.datetime(LAST, 12, 29, tzinfo=UTC))
    while moment < end:
        if offset(moment, zone) != offset(moment + step, zone):
            for quarter in range(moment - step, moment + 2 * step, 900):
                if reading(quarter, zone).minute == 0:
                    yield quarter
        moment += step


known = {}  # many names are the same zone
for name in sorted(zoneinfo.available_timezones()):
    if name in ("localtime", "Factory", "posixrules") or name.startswith(("posix/", "right/")):
        continue
    zone = zoneinfo.ZoneInfo(name)
    with open(f"{zoneinfo.TZPATH[0]}/{name}", "rb") as file:
        content = file.read()
    if content not in known:
        known[content] = []
        for kind, found in (
            ("00:00", days(zone, 0, 0)), ("01:30", days(zone, 1, 30)), ("02:30", days(zone, 2, 30)),
            ("monthly", days(zone, 0, 0, monthly=True)), ("hourly", hours(zone)),
        ):
            found = list(found)
            known[content].append((kind, len(found), sum(found)))
    for line in known[content]:
        print(name, *line)
