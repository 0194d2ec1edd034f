#!/usr/bin/env python3
"""Price, submit, follow and download a story through the HTTP API, with plain `requests`.

    pip install requests
    python3 examples/python/draw_story.py examples/01-the-tortoise-and-the-hare.yaml

NEXTPANEL_URL (http://127.0.0.1:3000) and NEXTPANEL_API_KEY say where the server is and who you are. It can be stopped and run again at any
time: the same file is the same story. Exit codes: 0 done, 2 the file is not valid, 3 the story needs attention, 4 the key is refused.
"""

import argparse
import hashlib
import json
import os
import pathlib
import sys
import time

import requests

URL = os.environ.get("NEXTPANEL_URL", "http://127.0.0.1:3000").rstrip("/")
KEY = os.environ.get("NEXTPANEL_API_KEY")

session = requests.Session()
if KEY:
    session.headers["authorization"] = f"Bearer {KEY}"

# A server that is overloaded, or cannot write for a moment, says when to come back.
BUSY = {429, 502, 503, 504}
TRIES = 6
TIMEOUT = (5, 60)  # seconds to connect, and between two pieces of an answer
# The server sends a comment every few seconds while nothing happens.
EVENTS_TIMEOUT = (5, 60)


def call(method, path, **options):
    """One request; tried again while the server cannot be reached or is busy. Ends the program with the server's words otherwise."""
    for attempt in range(TRIES):
        last = attempt == TRIES - 1
        try:
            answer = session.request(method, URL + path, timeout=TIMEOUT, **options)
        except (requests.ConnectionError, requests.Timeout) as error:
            if last:
                sys.exit(f"no server answers at {URL}: {error}")
            time.sleep(2**attempt)
            continue
        if answer.status_code in BUSY and not last:
            time.sleep(float(answer.headers.get("retry-after", 2**attempt)))
            continue
        if answer.ok:
            return answer
        refuse(answer)


def refuse(answer):
    """Prints what the server says is wrong (RFC 9457) and ends the program."""
    try:
        problem = answer.json()
    except ValueError:
        sys.exit(f"{answer.status_code} {answer.text[:200]}")
    print(f"{problem.get('code')}: {problem.get('detail')}", file=sys.stderr)
    for mistake in problem.get("errors", []):
        print(f"  {mistake.get('pointer', '')} {mistake.get('detail', '')}", file=sys.stderr)
    sys.exit({400: 2, 401: 4, 403: 4, 422: 2}.get(answer.status_code, 1))


def estimate(source, headers):
    price = call("POST", "/v1/estimates", data=source, headers=headers).json()
    print(
        f"{price['panels']} panels, {price['requests']} requests: "
        f"${price['expectedUsd']:.2f} expected, at most ${price['highUsd']:.2f}"
    )
    return price


def submit(source, headers):
    # With the key, a submit whose answer was lost can be sent again: it returns the story that is there.
    key = f"python-{hashlib.sha256(source).hexdigest()[:32]}"
    return call("POST", "/v1/stories", data=source, headers={**headers, "idempotency-key": key}).json()


def events(story):
    """Every event of the story once, in order, until it rests; continues after the last one when the connection is lost."""
    last = None
    failures = 0
    while True:
        try:
            headers = {"accept": "text/event-stream", **({"last-event-id": last} if last else {})}
            with session.get(
                f"{URL}/v1/stories/{story}/events",
                params={"until": "end"},
                headers=headers,
                stream=True,
                timeout=EVENTS_TIMEOUT,
            ) as answer:
                if answer.status_code == 204:
                    return
                if answer.status_code in BUSY:
                    raise requests.ConnectionError(f"the server answered {answer.status_code}")
                if not answer.ok:
                    refuse(answer)
                answer.encoding = "utf-8"
                fields = {}
                # Without a size for its pieces, an event is shown as soon as it arrives.
                for line in answer.iter_lines(chunk_size=None, decode_unicode=True):
                    if line == "":
                        if "data" in fields:
                            failures = 0
                            last = fields.get("id", last)
                            yield fields.get("event"), json.loads(fields["data"])
                        fields = {}
                    elif not line.startswith(":"):
                        name, _, value = line.partition(":")
                        fields[name] = value.removeprefix(" ")
                return
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            failures += 1
            if failures == TRIES:
                sys.exit(f"the events of {story} cannot be read: {error}")
            time.sleep(2**failures)


def follow(story):
    for kind, event in events(story):
        if kind == "panel.drawn":
            print(f"  panel {event['panel']} drawn")
        elif kind == "batch.failed":
            print(f"  batch {event['batch']} failed: {event['code']}")
        elif kind == "story.waiting" and event["waitingOn"]:
            print(f"  waits: {event['waitingOn']} {event.get('detail', '')}")
        elif kind == "story.status":
            print(f"{event['status']} {event['waitingOn'] or ''}".rstrip())


def download(story, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in story["links"]["books"].items():
        # A name comes from the server: only its last part decides where the file is written.
        file = folder / f"book.{pathlib.PurePosixPath(name).name}"
        part = file.with_suffix(f"{file.suffix}.part")
        with call("GET", path, stream=True) as answer, part.open("wb") as out:
            for chunk in answer.iter_content(1 << 16):
                out.write(chunk)
        part.replace(file)
        print(file)


def main():
    parser = argparse.ArgumentParser(description="Draw a story and download its books.")
    parser.add_argument("file", type=pathlib.Path, help="a story as YAML or JSON")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out"), help="folder for the books")
    parser.add_argument("--yes", action="store_true", help="do not ask before something costs money")
    options = parser.parse_args()

    source = options.file.read_bytes()
    kind = "json" if options.file.suffix == ".json" else "yaml"
    headers = {"content-type": f"application/{kind}"}
    price = estimate(source, headers)
    if price["highUsd"] > 0 and not options.yes and input("Draw it? [y/N] ").strip().lower() != "y":
        return
    story = submit(source, headers)
    print(f"story {story['id']}: {URL}/stories/{story['id']}")
    follow(story["id"])
    story = call("GET", f"/v1/stories/{story['id']}").json()
    for warning in story["warnings"]:
        print(f"warning: {warning['detail']}")
    if story["status"] != "completed":
        for failure in story["failures"]:
            print(f"{failure['code']}: {failure['detail']}", file=sys.stderr)
        sys.exit(3)
    print(f"cost ${story['cost']['spentUsd']:.2f}")
    download(story, options.out / options.file.stem)


if __name__ == "__main__":
    main()
