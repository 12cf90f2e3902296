"""duck.py LOG - funnel.sql by DuckDB: by its command, or else by its Python module."""

import os
import shutil
import sys


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "funnel.sql"), encoding="utf-8") as file:
        sql = file.read().replace("$log", sys.argv[1].replace("'", "''"))
    if shutil.which("duckdb"):
        os.execvp("duckdb", ["duckdb", "-c", sql])
    import duckdb
    for row in duckdb.sql(sql).fetchall():
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
