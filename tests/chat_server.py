"""A chat of our own on this machine: an https server whose certificate a test authority has signed."""

import json
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common.egress import Egress

HOST = "chat.example.com"
URL = f"https://{HOST}/hooks/secret"
WEEK = timedelta(days=7)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def signed(subject, key, issuer, issuer_key, extension):
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name(issuer), name(subject), key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - WEEK).not_valid_after(now + WEEK)
    return builder.add_extension(extension, critical=True).sign(issuer_key, hashes.SHA256())


@cache
def authority():
    """(certificate, key) of the test authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    return signed("Test", key, "Test", key, x509.BasicConstraints(ca=True, path_length=None)), key


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def server_context(host):
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = signed(host, key, "Test", authority()[1], x509.SubjectAlternativeName([x509.DNSName(host)]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(pem(certificate) + secret)
        context.load_cert_chain(path)
    return context


def trusting():
    """A client's context that trusts the test authority alone."""
    return ssl.create_default_context(cadata=pem(authority()[0]).decode())


class Chat:
    """``received``: every message in full; ``answers``: (status, headers) to give in turn, the last for good."""

    def __init__(self, port):
        self.port, self.received, self.keys, self.answers = port, [], [], [(200, {})]
        way = {"look_up": lambda host, seconds: ["127.0.0.1"], "port": port, "tls": trusting}
        self.way = Egress(accepts=lambda address: address == "127.0.0.1", **way)
        self.guarded_way = Egress(**way)

    def answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def texts(self):
        return [message["text"] for message in self.received]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        chat = self.server.chat
        chat.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        chat.keys.append(self.headers["Idempotency-Key"])
        status, headers = chat.answer()
        self.send_response(status)
        for header, value in {"Content-Length": "0", **headers}.items():
            self.send_header(header, value)
        self.end_headers()

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, address):
        pass  # a client that does not trust us hangs up, as it should


@contextmanager
def running_chat(host=HOST):
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = server_context(host).wrap_socket(server.socket, server_side=True)
    server.chat = Chat(server.server_port)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield server.chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
