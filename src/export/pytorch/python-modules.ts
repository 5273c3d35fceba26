/** Modules of Python's library that PyTorch 2.15 imports on Python 3.11, and PyTorch's own: a file of such a name that lies beside a script is taken instead. */
export const PYTHON_MODULES: ReadonlySet<string> = new Set(
  'abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath codecs collections concurrent contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis email encodings enum errno fcntl fnmatch functools gc genericpath gettext glob graphlib grp gzip hashlib heapq http importlib inspect io ipaddress itertools json keyword linecache locale logging lzma marshal math mmap multiprocessing ntpath numbers opcode operator os pathlib pickle pickletools pkgutil platform posix posixpath pprint pwd queue quopri random re reprlib runpy select selectors shutil signal site socket ssl stat string struct subprocess sys sysconfig tarfile tempfile textwrap threading time timeit token tokenize traceback types typing unittest urllib uuid warnings weakref zipfile zipimport zlib torch safetensors numpy'.split(
    ' ',
  ),
);
