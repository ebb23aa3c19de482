# SPDX-License-Identifier: Apache-2.0
"""Hourly series of a weather year: wind, sun and demand, correlated between countries and tuned to monthly totals.

Calendar  52 weeks from Monday 1 January 2024, in UTC: 8 736 hours, so that weeks are whole. Each hour counts for
          8784/8736 hours, so that sums are those of the year.
Wind      z = sqrt(a) slow + sqrt(1-a) fast, two autoregressive series of normal numbers, correlated between countries;
          at sea z_sea = r z + sqrt(1-r^2) z'. Wind speed v = scale (-ln(1-Phi(z)))^(1/k) is Weibull-distributed; a fleet's
          output is 0.97/(1+exp(-(v-9.5)/width)) less its value in still air: wide, since a fleet is spread over a country.
          The scale is found for every month so that the mean is the month's capacity factor.
Sun       sin(elevation)^1.15 from latitude and longitude, times the day's clouds, scaled to the month's capacity factor.
Demand    the country's shape of the day (weekday, Saturday, Sunday or holiday; winter, summer) times a day-to-day
          deviation (temperature, mostly), scaled to the month's level.

Only Python's standard library: random.Random gives the same numbers everywhere, and what is written is rounded to three
digits, far above the last bit in which mathematical libraries differ.
"""

import datetime
import functools
import math
import random

START = datetime.datetime(2024, 1, 1)
WEEKS = 52
HOURS = WEEKS * 168
WEIGHT = 8784 / HOURS
SNAPSHOTS = [START + datetime.timedelta(hours=hour) for hour in range(HOURS)]
MONTH = [snapshot.month - 1 for snapshot in SNAPSHOTS]
# New Year, Easter Monday, 1 May, Ascension, Whit Monday, Christmas: those most of the ten countries keep.
HOLIDAYS = {(1, 1), (4, 1), (5, 1), (5, 9), (5, 20), (12, 25), (12, 26)}


def cholesky(matrix):
    size = len(matrix)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(lower[i][k] * lower[j][k] for k in range(j))
            lower[i][j] = math.sqrt(max(rest, 1e-9)) if i == j else rest / lower[j][j]
    return lower


def correlated_series(random_numbers, matrix, persistence, length):
    """Autoregressive series of unit variance, one a row of the matrix: [num_rows][length]."""
    lower = cholesky(matrix)
    innovation = math.sqrt(1 - persistence**2)
    series = [[] for _ in matrix]
    level = None
    for _ in range(length):
        normal = [random_numbers.gauss(0, 1) for _ in matrix]
        shock = [sum(lower[i][k] * normal[k] for k in range(i + 1)) for i in range(len(matrix))]
        level = shock if level is None else [persistence * a + innovation * b for a, b in zip(level, shock)]
        for values, value in zip(series, level):
            values.append(value)
    return series


def smooth(values):
    """Mean of three neighbours, with unit variance again."""
    padded = [values[0], *values, values[-1]]
    means = [(a + b + c) / 3 for a, b, c in zip(padded, padded[1:], padded[2:])]
    spread = math.sqrt(sum(mean * mean for mean in means) / len(means))
    return [mean / spread for mean in means]


def wind_latents(tables, seed):
    """Normal series of the wind on land and at sea: two lists, one series a party."""
    matrix = tables.correlation("wind")
    share = tables.value("weather", "wind share of slow part")
    ratio = tables.value("weather", "sea and land correlation")
    sets = []
    for part in range(2):
        numbers = random.Random(f"{seed} wind {part}")
        slow = correlated_series(numbers, matrix, math.exp(-1 / tables.value("weather", "wind persistence slow")), HOURS)
        fast = correlated_series(numbers, matrix, math.exp(-1 / tables.value("weather", "wind persistence fast")), HOURS)
        sets.append([
            [math.sqrt(share) * a + math.sqrt(1 - share) * b for a, b in zip(one, smooth(other))]
            for one, other in zip(slow, fast)
        ])
    land, other = sets
    sea = [[ratio * a + math.sqrt(1 - ratio**2) * b for a, b in zip(one, two)] for one, two in zip(land, other)]
    return land, sea


def fleet_output(speed, width):
    return max(0.0, 0.97 / (1 + math.exp(-(speed - 9.5) / width)) - 0.97 / (1 + math.exp(9.5 / width)))


def wind_series(latent, factors, shape, width):
    """Output of a wind fleet, per unit, with the given capacity factor in every month."""
    quantile = [(-math.log(0.5 * math.erfc(z / math.sqrt(2)))) ** (1 / shape) for z in latent]
    series = [0.0] * HOURS
    for month, factor in enumerate(factors):
        hours = [hour for hour in range(HOURS) if MONTH[hour] == month]
        low, high = 0.1, 60.0
        for _ in range(40):
            scale = (low + high) / 2
            mean = sum(fleet_output(scale * quantile[hour], width) for hour in hours) / len(hours)
            low, high = (scale, high) if mean < factor else (low, scale)
        for hour in hours:
            series[hour] = fleet_output(scale * quantile[hour], width)
    return series


def sine_of_elevation(snapshot, x, y):
    """Sine of the sun's height above the horizon; x and y are longitude and latitude in degrees."""
    day = snapshot.timetuple().tm_yday
    declination = math.radians(-23.44) * math.cos(2 * math.pi * (day + 10) / 365)
    hour_angle = math.radians(15 * (snapshot.hour + 0.5 + x / 15 - 12))
    latitude = math.radians(y)
    return math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)


def scaled_to_months(values, factors, ceiling):
    """Every month times a number, so that its mean is the factor; no value above the ceiling."""
    series = list(values)
    for month, factor in enumerate(factors):
        hours = [hour for hour in range(len(values)) if MONTH[hour] == month]
        for _ in range(30):
            mean = sum(series[hour] for hour in hours) / len(hours)
            for hour in hours:
                series[hour] = min(ceiling, series[hour] * factor / mean)
    return series


def cloud_latents(tables, seed):
    return correlated_series(random.Random(f"{seed} cloud"), tables.correlation("cloud"),
                             tables.value("weather", "cloud persistence"), HOURS // 24)


def sun_series(tables, party, clouds, factors):
    place = tables.parties[party]
    winter, summer = (tables.value("weather", name) for name in ("cloud spread in winter", "cloud spread"))
    values = []
    for hour, snapshot in enumerate(SNAPSHOTS):
        spread = winter if is_winter(snapshot) else summer
        clear = max(0.0, sine_of_elevation(snapshot, float(place["x"]), float(place["y"]))) ** 1.15
        values.append(clear * min(1.8, max(0.15, 1 + spread * clouds[hour // 24])))
    return scaled_to_months(values, factors, 0.9)


def is_winter(snapshot):
    return snapshot.month in (1, 2, 3, 10, 11, 12)


def day_kind(snapshot):
    if snapshot.weekday() == 6 or (snapshot.month, snapshot.day) in HOLIDAYS:
        return "sunday"
    return "saturday" if snapshot.weekday() == 5 else "weekday"


def temperature_latents(tables, seed):
    return correlated_series(random.Random(f"{seed} temperature"), tables.correlation("demand"),
                             tables.value("demand", "day persistence"), HOURS // 24)


def demand_series(tables, party, deviations, months):
    """Demand relative to the year's mean, with the given level in every month."""
    row = tables.demand_spread[party]
    values = []
    for hour, snapshot in enumerate(SNAPSHOTS):
        season = "winter" if is_winter(snapshot) else "summer"
        spread = float(row[season])
        shape = tables.profiles[party, season, day_kind(snapshot)][snapshot.hour]
        values.append(shape * (1 + spread * deviations[hour // 24]))
    return scaled_to_months(values, months, math.inf)


def month_steps(months):
    return [months[month] for month in MONTH]


@functools.cache
def month_hours():
    return [MONTH.count(month) for month in range(12)]


def with_mean(months, mean):
    """The twelve values times one number, so that their mean over the hours is the given one."""
    hours = month_hours()
    return [value * mean * HOURS / sum(a * b for a, b in zip(months, hours)) for value in months]
