"""python3 unpack.py WHEEL FOLDER PATTERN: unpacks the files whose whole names match, and prints what extra it requires."""
import re
import sys
import zipfile

path, folder, pattern = sys.argv[1:]
with zipfile.ZipFile(path) as wheel:
    names = wheel.namelist()
    for name in names:
        if re.fullmatch(pattern, name):
            wheel.extract(name, folder)
    metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
    print(wheel.read(metadata).decode())
