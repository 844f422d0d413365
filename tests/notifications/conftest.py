import pytest

from tests.chat_server import running_chat


@pytest.fixture(scope="session")
def chat_server():
    with running_chat() as chat:
        yield chat


@pytest.fixture
def chat(chat_server):
    """A chat on this machine that takes everything, as long as nobody tells it other answers."""
    chat_server.received, chat_server.keys, chat_server.answers = [], [], [(200, {})]
    return chat_server
