"""A mail server that takes everything as fast as it can, in a process of its own: `python -m bench.sink PORT`.

XSEEN answers with how many mails it has taken, and how many different recipients they were for.
"""

import asyncio
import sys
from collections import Counter

GREETING = b"220 sink\r\n"
OFFER = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    taken = Counter()

    def connection_made(self, transport):
        self.transport, self.waiting, self.in_text, self.recipient = transport, b"", False, b""
        transport.write(GREETING)

    def data_received(self, data):
        self.waiting += data
        while self.take_text() if self.in_text else self.take_line():
            pass

    def take_text(self):
        """Take a whole text, if it has come to its end."""
        _text, end, rest = self.waiting.partition(END)
        if not end:
            return False
        self.waiting, self.in_text = rest, False
        self.taken[self.recipient] += 1
        self.transport.write(b"250 taken\r\n")
        return True

    def take_line(self):
        line, end, rest = self.waiting.partition(b"\r\n")
        if not end:
            return False
        self.waiting = rest
        self.transport.write(self.answer(line))
        return True

    def answer(self, line):
        match line[:4].upper():
            case b"EHLO":
                return OFFER
            case b"RCPT":
                self.recipient = line.lower()
            case b"DATA":
                self.in_text = True
                return b"354 go on\r\n"
            case b"XSEE":
                return b"250 %d %d\r\n" % (self.taken.total(), len(self.taken))
            case b"QUIT":
                return b"221 bye\r\n"
        return b"250 ok\r\n"


async def main(port):
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
