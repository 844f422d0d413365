"""A mail server that answers every command as it is told, for answers the sink does not give."""

import socketserver
import threading
from contextlib import contextmanager

POLITE = {
    "GREETING": "220 scripted",
    "EHLO": "250-scripted\r\n250 AUTH PLAIN",
    "AUTH": "235 ok",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 ok",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        answer, in_text = self.say("GREETING"), False
        while answer and (line := self.rfile.readline().decode()):
            verb = line.strip().split(" ")[0].upper()
            if not in_text or verb == ".":
                answer = self.say(verb)
                in_text = verb == "DATA" and answer.startswith("354")

    def say(self, verb):
        """Answer; an answer that is a list is used up, and where it is empty the connection ends."""
        answer = self.server.answers[verb]
        self.server.said.append(verb)
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else ""
        if answer:
            self.wfile.write(f"{answer}\r\n".encode())
        return answer


@contextmanager
def scripted(**answers):
    """Yield a server on a free ``port`` that counts its ``connections`` and keeps what was ``said``.

    ``DOT`` is the answer to the final dot.
    """
    dot = {".": answers.pop("DOT")} if "DOT" in answers else {}
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.answers, server.port = POLITE | answers | dot, server.server_address[1]
        server.connections, server.said = 0, []
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
