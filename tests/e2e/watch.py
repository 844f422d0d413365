"""What a browser complains of: errors and warnings in its console, scripts that fail, the policy violated."""

# Answers of 4xx that a journey asks for, and a page left before its fading in began.
IGNORED = ("Failed to load resource", "Transition was ")


class Complaints:
    def __init__(self):
        self.texts = []

    def listen(self, page):
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.note(page.url, str(error)))
        page.on("response", self.see)

    def see(self, response):
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.texts.append(f"{response.url}: {response.status}")

    def hear(self, message):
        if message.type in {"error", "warning"}:
            self.note(message.page.url, message.text)

    def note(self, url, text):
        if not text.startswith(IGNORED):
            self.texts.append(f"{url}: {text}")
