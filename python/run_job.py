"""Runs one Glue job's script on Spark, as the sandbox says in settings.json of the run's folder, and writes how it ended.

Started by the sandbox alone. Its stdin is a pipe that ends when the sandbox does, and this process with it.
"""

import glob
import hashlib
import importlib.metadata
import json
import os
import re
import runpy
import shlex
import signal
import sys
import threading
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
LONGEST_MESSAGE = 2000


def follow_sandbox():
    """Ends this process's group with the sandbox, however that ends."""

    # The script must not find the pipe: reading it would wait for ever.
    pipe = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def wait_for(fd):
        while os.read(fd, 4096):
            pass
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=wait_for, args=(pipe,), daemon=True).start()


def source_files():
    return sorted(glob.glob(os.path.join(HERE, "s3", "starlift", "*.java")))


def classes_folder(settings):
    """Where the compiled file system stands: one folder for each text of it and each Spark."""
    import pyspark

    digest = hashlib.sha256(pyspark.__version__.encode())
    for name in source_files():
        with open(name, "rb") as file:
            digest.update(file.read())
    return os.path.join(settings["classes"], digest.hexdigest()[:16])


def compile_classes(folder):
    """Compiles the file system for s3:// by Janino, the compiler that Spark itself brings: no JDK is needed."""
    if os.path.exists(os.path.join(folder, "done")):
        return
    from pyspark.java_gateway import launch_gateway

    os.environ["PYSPARK_SUBMIT_ARGS"] = "--master local pyspark-shell"
    gateway = launch_gateway()
    try:
        names = source_files()
        files = gateway.new_array(gateway.jvm.java.io.File, len(names))
        for i, name in enumerate(names):
            files[i] = gateway.jvm.java.io.File(name)
        os.makedirs(folder, exist_ok=True)
        compiler = gateway.jvm.org.codehaus.janino.Compiler()
        compiler.setDestinationDirectory(gateway.jvm.java.io.File(folder), False)
        compiler.compile(files)
        open(os.path.join(folder, "done"), "w").close()
    finally:
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()


def extra_conf(text):
    """`a=1 --conf b=2`, as people write Glue's --conf, as pairs."""
    parts = re.split(r"\s+--conf\s+", text.strip()) if text.strip() else []
    return dict(part.split("=", 1) for part in parts)


def submit_arguments(settings, classes):
    conf = {**settings["conf"], **extra_conf(settings["extraConf"])}
    lists = {"--jars": settings["jars"], "--packages": settings["packages"], "--py-files": settings["pyFiles"]}
    args = ["--driver-class-path", ":".join([classes, *settings["jars"]])]
    for name, values in lists.items():
        args += [name, ",".join(values)] if values else []
    for name, value in conf.items():
        args += ["--conf", f"{name}={value}"]
    return shlex.join([*args, "pyspark-shell"])


def require_modules(modules):
    """--additional-python-modules are not installed; they must be there."""
    for module in modules:
        name = re.split(r"[=<>!~\[; ]", module)[0]
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise SystemExit(f"The Python that runs the job has no {name}: install it there:  pip install '{module}'")


def tell_versions(settings):
    import pyspark

    python = ".".join(map(str, sys.version_info[:3]))
    wanted = f"GlueVersion {settings['glueVersion']} was asked for; " if settings["glueVersion"] else ""
    print(f"starlift: {wanted}this is Spark {pyspark.__version__} ({settings['found']}) with Python {python}", file=sys.stderr)


def described(error):
    """The exception as Glue's ErrorMessage gives it: its last line, and of Java's errors what Java says first."""
    text = "".join(traceback.format_exception_only(type(error), error)).strip()
    if type(error).__name__ == "Py4JJavaError":
        lines = [line.strip(": ") for line in str(error).split("\n")]
        text = " ".join(line for line in lines[:2] if line)
    elif isinstance(error, SyntaxError):
        text = f"SyntaxError: {error.msg} ({os.path.basename(error.filename or '')}, line {error.lineno})"
    else:
        # Where Python keeps an exception's class says nothing of the job.
        text = text.split("\n\nJVM stacktrace:")[0].removeprefix(f"{type(error).__module__}.")
    return text[:LONGEST_MESSAGE]


def run_script(settings):
    """What the script raised, described; None where it came to its end."""
    try:
        require_modules(settings["modules"])
        classes = classes_folder(settings)
        compile_classes(classes)
        os.environ["PYSPARK_SUBMIT_ARGS"] = submit_arguments(settings, classes)
        tell_versions(settings)
        sys.argv = [settings["script"], *settings["arguments"]]
        os.chdir(settings["place"])
        sys.path[0] = settings["place"]
        sys.path[1:1] = settings["pyFiles"]
        runpy.run_path(settings["script"], run_name="__main__")
    except SystemExit as error:
        if error.code in (None, 0):
            return None
        print(error.code, file=sys.stderr)
        return f"SystemExit: {error.code}"
    except BaseException as error:
        traceback.print_exc()
        return described(error)
    return None


def main():
    follow_sandbox()
    with open(os.path.join(sys.argv[1], "settings.json"), encoding="utf-8") as file:
        settings = json.load(file)
    error = run_script(settings)
    sys.stdout.flush()
    with open(settings["outcome"] + ".draft", "w", encoding="utf-8") as file:
        json.dump({"error": error}, file)
    os.rename(settings["outcome"] + ".draft", settings["outcome"])
    sys.exit(0 if error is None else 1)


if __name__ == "__main__":
    main()
