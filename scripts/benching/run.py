"""run.py - the logs that are timed, and pipelines of which each process is looked at alone."""

import os
import subprocess
import sys
import threading

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOLS = ("smo-parse", "smo-classify", "smo-funnel", "smo-report")


def shell(command):
    subprocess.run(["/bin/sh", "-c", command], check=True)


def build_release(build):
    """Builds it, and puts it first on the PATH."""
    shell(f"make -s -C {TOP} O={build} BUILD=release all")
    os.environ.update(LC_ALL="C", PATH=f"{build}/bin:{os.environ['PATH']}")


def scratch_of(build):
    scratch = os.path.join(build, "bench")
    os.makedirs(scratch, exist_ok=True)
    return scratch


def usual_log(scratch, size, days=31):
    """The name of a log of so many lines, which came in so many days; it is written once."""
    name = f"{scratch}/access-{size}-{days}.log"
    if not os.path.exists(name):
        shell(f"{TOP}/scripts/make-log --lines {size} --days {days} --out - >{name}.new")
        os.rename(name + ".new", name)
    return name


def country_database(scratch):
    name = f"{scratch}/country.mmdb"
    if not os.path.exists(name):
        shell(f"{TOP}/scripts/smo-geo -o {name}")
    return name


class Stage:
    """What one process of a pipeline needed. MiB are never less than this script's own 15."""

    def __init__(self, seconds=0.0, mib=0.0, status=0):
        self.seconds, self.mib, self.status = seconds, mib, status


def run_stages(commands, stdin, most_seconds=None):
    """Runs a pipeline, the last output thrown away: a Stage each, or None if it was ended because
    it took too long. A status of 1 is fine: bad logs are told so."""
    children, last = [], stdin
    for command in commands:
        is_last = command is commands[-1]
        child = subprocess.Popen(command, stdin=last, stderr=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL if is_last else subprocess.PIPE)
        last.close()
        last = child.stdout
        children.append(child)
    timer = threading.Timer(most_seconds or 1e6, lambda: [child.kill() for child in children])
    timer.start()
    stages = []
    for child in children:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        stages.append(Stage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                            child.returncode))
    timer.cancel()
    if any(stage.status == -9 for stage in stages):
        return None
    for command, stage in zip(commands, stages):
        if stage.status not in (0, 1):
            sys.exit(f"bench: status {stage.status} of {' '.join(command)}")
    return stages
