"""Polymath's engine as a process: the host that the app starts, spoken to in JSON lines, and the command line."""
import json
import os
import pathlib
import re
import subprocess
import uuid

NEEDED = 25
GREEDY = {"temperature": 0, "topK": 0, "topP": 1, "minP": 0, "repeatPenalty": 1, "seed": 0}
CLOSING = {"ModelLoaded", "Finished", "Failed"}


def find_java():
    """The `java` of a JDK that is new enough: of $JAVA_HOME, else the newest in /usr/lib/jvm."""
    homes = [pathlib.Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += sorted(pathlib.Path("/usr/lib/jvm").glob("*"), key=version, reverse=True)
    for home in homes:
        if version(home) >= NEEDED:
            return home / "bin" / "java"
    raise SystemExit(f"no JDK {NEEDED} or newer in $JAVA_HOME or /usr/lib/jvm: name its java with --java")


def version(home):
    """What the JDK says of itself in its file `release`; 0 where there is none."""
    try:
        found = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(encoding="utf-8"), re.M)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def command(java, modules, main, *arguments):
    flags = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=polymath.engine", "-Xmx1g", "-XX:+UseSerialGC"]
    return [str(java), *flags, "-p", str(modules), "-m", f"polymath.engine/{main}", *arguments]


def run(java, modules, *arguments, text=""):
    """What the engine's command line prints, with `text` on its standard input."""
    done = subprocess.run(command(java, modules, "polymath.engine.cli.Main", *arguments), input=text, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"the engine's command `{arguments[0]}` ended with status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


class Engine:
    """The host in a JVM of its own, with a model loaded. One question at a time."""

    def __init__(self, java, modules, model, context):
        # stderr stays ours: what the host logs there is meant to be read.
        self.process = subprocess.Popen(command(java, modules, "polymath.engine.EngineHost"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8")
        events = self.call("LoadModel", path=str(model), options={"contextTokens": context, "threads": 0, "kvType": "F16"})
        self.model = events[-1]["model"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()  # on which the host ends at once
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def answer(self, messages, most):
        """The greedy answer of at most `most` tokens to (role, text) pairs."""
        chat = [{"role": role.upper(), "content": text, "documents": []} for role, text in messages]
        events = self.call("Generate", prompt={"type": "Chat", "messages": chat}, sampling=GREEDY, maxTokens=most, stopStrings=[])
        return "".join(event["text"] for event in events if event["type"] == "TextGenerated")

    def call(self, kind, **fields):
        """The events of a command, the closing one last."""
        name = str(uuid.uuid4())
        try:
            self.process.stdin.write(json.dumps({"type": kind, "id": name, **fields}) + "\n")
            self.process.stdin.flush()
        except OSError:
            pass  # it has died; the status below says how
        events = []
        for line in self.process.stdout:
            event = json.loads(line)
            if event.get("id") != name:
                continue
            if event["type"] == "Failed":
                failure = event["failure"]
                raise SystemExit(f"the engine refused {kind}: {failure['code']} {' '.join(failure['arguments'])}")
            events.append(event)
            if event["type"] in CLOSING:
                return events
        raise SystemExit(f"the engine ended with status {self.process.wait()} during {kind}")
