#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares netCDF files written by us with the PyPSA-written originals: check_written_netcdf.py REWRITE_NETWORK [DATA]

Names, dimensions, types, attributes and values, opened both with netCDF4 and with xarray. Exit code 77: skipped.
Three differences are known and allowed: xarray leaves out _FillValue now and then, weightings that PyPSA wrote as integers are written as doubles, and the unit of a
time axis may be another one as long as the dates are the same.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import netCDF4
    import numpy
    import xarray
except ImportError as missing:
    print(f"SKIPPED: {missing}; install python3-netcdf4 and python3-xarray")
    sys.exit(77)

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get("PROEFTUIN_TESTDATA", HERE / ".." / ".." / ".." / "shared" / "testdata"))
WEIGHTS = {"snapshots_objective", "snapshots_stores", "snapshots_generators"}
DATES = {"snapshots_snapshot", "snapshots_timestep", "snapshots"}


def same_values(a, b):
    a, b = numpy.asarray(a), numpy.asarray(b)
    if a.shape != b.shape:
        return False
    if a.dtype.kind == "f" or b.dtype.kind == "f":
        return bool(numpy.array_equal(a.astype(float), b.astype(float), equal_nan=True))
    return bool((a == b).all())


def kind(value):
    """Text, integer of any width, or floating point."""
    return "text" if isinstance(value, str) else numpy.asarray(value).dtype.kind


def compare_netcdf4(original, written):
    problems = []
    a, b = netCDF4.Dataset(original), netCDF4.Dataset(written)
    for dataset in (a, b):
        dataset.set_auto_mask(False)
    if {n: len(d) for n, d in a.dimensions.items()} != {n: len(d) for n, d in b.dimensions.items()}:
        problems.append(f"dimensions {set(a.dimensions) ^ set(b.dimensions)}")
    if set(a.variables) != set(b.variables):
        problems.append(f"variables {set(a.variables) ^ set(b.variables)}")
    for name in a.ncattrs():
        if not hasattr(b, name):
            problems.append(f"attribute {name} is missing")
        elif a.getncattr(name) != b.getncattr(name) or kind(a.getncattr(name)) != kind(b.getncattr(name)):
            problems.append(f"attribute {name}: {a.getncattr(name)!r} and {b.getncattr(name)!r}")
    for name in set(a.variables) & set(b.variables):
        x, y = a.variables[name], b.variables[name]
        if x.dimensions != y.dimensions:
            problems.append(f"{name}: dimensions {x.dimensions} and {y.dimensions}")
        elif str(x.dtype) != str(y.dtype) and name not in WEIGHTS:
            problems.append(f"{name}: type {x.dtype} and {y.dtype}")
        elif name not in DATES and not same_values(x[...], y[...]):
            problems.append(f"{name}: values")
        elif name not in WEIGHTS | DATES and (set(x.ncattrs()) ^ set(y.ncattrs())) - {"_FillValue"}:
            problems.append(f"{name}: attributes {set(x.ncattrs()) ^ set(y.ncattrs())}")
    a.close()
    b.close()
    return problems


def compare_xarray(original, written):
    problems = []
    with xarray.open_dataset(original) as a, xarray.open_dataset(written) as b:
        for name in set(a.variables) & set(b.variables):
            x, y = a[name], b[name]
            if x.dtype != y.dtype and name not in WEIGHTS:
                problems.append(f"xarray {name}: type {x.dtype} and {y.dtype}")
            elif not x.astype(y.dtype).equals(y):
                problems.append(f"xarray {name}: values")
        if set(a.coords) != set(b.coords):
            problems.append(f"xarray coordinates {set(a.coords) ^ set(b.coords)}")
    return problems


def main():
    if not DATA.is_dir():
        print(f"SKIPPED: no test data in {DATA}; set PROEFTUIN_TESTDATA")
        sys.exit(77)
    files = sorted(DATA.glob("pypsa-networks/*/*.nc")) + sorted(DATA.glob("pypsa-suite/*/network.nc"))[::4]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for original in files:
            written = pathlib.Path(folder) / "written.nc"
            subprocess.run([sys.argv[1], original, written], check=True)
            problems = compare_netcdf4(original, written) + compare_xarray(original, written)
            failed += bool(problems)
            for problem in problems:
                print(f"{original.parent.name}: {problem}")
    print(f"{len(files)} files compared, {failed} differ")
    sys.exit(1 if failed or not files else 0)


if __name__ == "__main__":
    main()
