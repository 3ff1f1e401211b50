"""python3 unpack.py WHEEL FOLDER PATTERN: unpacks the files whose whole names match."""
import re
import sys
import zipfile

path, folder, pattern = sys.argv[1:]
try:
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(folder, [name for name in wheel.namelist() if re.fullmatch(pattern, name)])
except (OSError, zipfile.BadZipFile) as error:
    sys.exit(str(error))
