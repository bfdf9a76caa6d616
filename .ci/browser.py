"""A page in headless Chromium with the network cut: browser.py CHECK|SHOT …

    check REPORT               opens the report from disk and fails unless everything works
    shots REPORT DIRECTORY     screenshots at phone and desktop width in both themes
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

import websocket

SECTIONS = ["answers", "trend", "scale", "twin", "heatmap", "reversals", "comparisons", "metrics", "inventory", "colophon"]
PHONE, DESKTOP = (390, 844), (1280, 900)


class Browser:
    """Chromium, spoken to in the DevTools protocol."""

    def __init__(self):
        # Chromium's children may still write while the folder is taken away.
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0",
             "--remote-allow-origins=*", "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking",
             f"--user-data-dir={self.profile.name}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port_file = os.path.join(self.profile.name, "DevToolsActivePort")
        for _ in range(300):
            if os.path.exists(port_file) and open(port_file).read().count("\n"):
                break
            time.sleep(0.1)
        port = open(port_file).read().split()[0]
        targets = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
        page = next(target for target in targets if target["type"] == "page")
        self.socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=120)
        self.count, self.complaints, self.requests = 0, [], []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)
        self.profile.cleanup()

    def call(self, method, **parameters):
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.count:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.hear(message)

    def hear(self, message):
        """Console errors, exceptions, refusals of the content-security policy, and what the page asks the network for."""
        method, about = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(about["exceptionDetails"]["text"])
        elif method == "Runtime.consoleAPICalled" and about["type"] in ("error", "warning", "assert"):
            self.complaints.append(str(about["args"]))
        elif method == "Log.entryAdded" and about["entry"]["level"] in ("error", "warning"):
            self.complaints.append(about["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.complaints.append("a script opened a dialog: " + about["message"])
            self.call("Page.handleJavaScriptDialog", accept=True)
        elif method == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])

    def open(self, path, size=DESKTOP, theme="light"):
        """Seconds until the page was loaded and had painted."""
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1,
                  mobile=size[0] < 600)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        return self.value("""new Promise(done => {
            const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() / 1000), 0));
            document.readyState === "complete" ? painted() : addEventListener("load", painted)})""")

    def value(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def shoot(self, path, clip):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))


class Checks:
    def __init__(self):
        self.failures = []

    def expect(self, holds, what):
        if not holds:
            self.failures.append(what)


def check(report):
    checks = Checks()
    with Browser() as browser:
        # The best of a few: what else the machine does is not the page's fault.
        seconds = min(browser.open(report) for _ in range(4))
        size = os.path.getsize(report)
        print(f"{report}: {size / 1e6:.2f} MB, painted after {seconds:.2f} s")
        found = browser.value("[...document.querySelectorAll('section')].map(s => s.id)")
        # What has nothing to show is left out, and named in the last section.
        checks.expect(found == [s for s in SECTIONS if s in found] and set(found) >= {"answers", "metrics", "colophon"},
            f"sections {found}, expected those of {SECTIONS} that have something to show")
        told = browser.value("document.getElementById('colophon').textContent.includes('Left out')")
        checks.expect(told == (found != SECTIONS), "sections are left out without a word")
        check_page(browser, checks)
        check_axis_switch(browser, checks)
        check_keyboard(browser, checks)
        check_theme(browser, checks)
        for width, height in (PHONE, DESKTOP):
            browser.open(report, (width, height))
            wide = browser.value("document.documentElement.scrollWidth")
            checks.expect(wide <= width, f"at {width} px the page is {wide} px wide")
        checks.expect(not browser.complaints, f"the browser complains: {browser.complaints}")
        outside = [url for url in browser.requests if not url.startswith(("file:", "data:"))]
        checks.expect(not outside, f"the page asks the network for {outside}")
        checks.expect(seconds < 2 and size < 10e6, "the page must be below 10 MB and appear in under 2 s")
    for failure in checks.failures:
        print("browser:", failure, file=sys.stderr)
    sys.exit(1 if checks.failures else 0)


def check_page(browser, checks):
    checks.expect(browser.value("document.querySelectorAll('svg.chart').length") > 0, "there is no chart")
    bare = browser.value("""[...document.querySelectorAll('figure')].filter(f =>
        !f.querySelector('svg.chart') || !f.querySelector('details table') || !f.querySelector('a[download]')).length""")
    checks.expect(bare == 0, f"{bare} figures lack a drawing, a table or a download")
    mute = browser.value("[...document.querySelectorAll('svg .m')].filter(m => !m.querySelector('title')).length")
    checks.expect(mute == 0, f"{mute} marks have no tooltip")
    ids = browser.value("(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))")
    checks.expect(ids == 0, f"{ids} ids occur twice")
    broken = browser.value("""[...document.querySelectorAll('nav a')].filter(a =>
        !document.getElementById(a.getAttribute('href').slice(1))).length""")
    checks.expect(broken == 0, f"{broken} links of the contents lead nowhere")
    scripts = browser.value("document.scripts.length")
    checks.expect(scripts == 1, f"{scripts} scripts, expected the page's own")
    csv = browser.value("""fetch === undefined ? '' :
        decodeURIComponent(document.querySelector('a[download]').href.split(',').slice(1).join(','))""")
    checks.expect(csv.count("\n") > 1 and "," in csv.split("\n")[0], f"the first CSV is not one: {csv[:80]!r}")


def check_axis_switch(browser, checks):
    for name in browser.value("[...new Set([...document.querySelectorAll('fieldset input')].map(i => i.name))]"):
        axes = browser.value(f"[...document.getElementsByName('{name}')].map(i => i.value)")
        for axis in axes:
            browser.value(f"document.querySelector('input[name=\"{name}\"][value=\"{axis}\"]').click()")
            shown = browser.value(f"""[...document.querySelector('input[name="{name}"]').closest('.axes')
                .querySelectorAll(':scope > .axis')].filter(g => getComputedStyle(g).display !== 'none')
                .map(g => g.className)""")
            checks.expect(shown == [f"axis axis-{axis}"], f"{name} at {axis} shows {shown}")


def check_keyboard(browser, checks):
    browser.value("[...document.querySelectorAll('#trend svg.chart')].find(c => c.getClientRects().length).focus()")
    browser.press("ArrowRight")
    first = browser.value("document.activeElement.querySelector('title').textContent")
    shown = browser.value("document.getElementById('tooltip').textContent")
    checks.expect(bool(first) and shown == first, f"the arrow key shows {shown!r}, the mark says {first!r}")
    browser.press("ArrowRight")
    second = browser.value("document.activeElement.querySelector('title').textContent")
    checks.expect(second != first, "a second arrow key stays where it was")
    browser.press("Escape")
    checks.expect(browser.value("document.getElementById('tooltip').hidden"), "Escape leaves the tooltip")


def check_theme(browser, checks):
    colour = "getComputedStyle(document.body).backgroundColor"
    before = browser.value(colour)
    browser.value("document.getElementById('theme').click()")
    checks.expect(browser.value(colour) != before, "the theme button changes nothing")
    browser.call("Emulation.setEmulatedMedia", media="print")
    checks.expect(browser.value(colour) == "rgb(255, 255, 255)", "print is not on white")
    browser.call("Emulation.setEmulatedMedia", media="")


def shots(report, directory):
    os.makedirs(directory, exist_ok=True)
    with Browser() as browser:
        for device, size in (("phone", PHONE), ("desktop", DESKTOP)):
            for theme in ("light", "dark"):
                browser.open(report, size, theme)
                for section in ["header"] + browser.value("[...document.querySelectorAll('section')].map(s => s.id)"):
                    where = "header" if section == "header" else "#" + section
                    box = browser.value(f"""(b => ({{x: 0, y: b.top + scrollY, width: innerWidth,
                        height: Math.min(b.height, 3200), scale: 1}}))(document.querySelector('{where}').getBoundingClientRect())""")
                    browser.shoot(f"{directory}/{device}-{theme}-{section}.png", box)


if __name__ == "__main__":
    {"check": check, "shots": shots}[sys.argv[1]](*sys.argv[2:])
