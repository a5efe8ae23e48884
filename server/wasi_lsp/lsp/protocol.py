"""pygls' protocol, mended at the border with the client.

pygls answers well-formed requests well. What it leaves open is here: messages that are malformed or
come out of turn, exit codes, and what an error may tell. It also keeps texts of its own, which it
splits at characters that end no line in LSP; ours are in `lsp.open_file`, so its handlers go.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeGuard

from cattrs import BaseValidationError, transform_error
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol

from wasi_lsp.lsp.own_requests import MESSAGES

if TYPE_CHECKING:
    from concurrent.futures import Future

    from cattrs import Converter
    from pygls.lsp.server import LanguageServer

logger = logging.getLogger(__name__)

#: Methods that pygls would handle with a text store that we do not use.
_NOT_PYGLS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
    # It would return 0 without a `shutdown` before.
    types.EXIT,
)

MessageId = int | str


class Protocol(LanguageServerProtocol):
    """One connection with a client."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        for method in _NOT_PYGLS:
            del self.fm.builtin_features[method]
        self._initialized = False
        #: By id: the requests that are not answered yet, and since when.
        self._open: dict[MessageId, tuple[str, float]] = {}
        #: Called with the exit code when the client asks the server to end.
        self.on_exit: Callable[[int], None] = lambda code: None

    @property
    def exit_code(self) -> int:
        """What the process returns if it ended now: 0 after `shutdown`, else 1."""
        return 0 if self._shutdown else 1

    def receive(self, body: bytes) -> None:
        """Handle one message from the client; whatever it holds, nothing raises."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, JsonRpcParseError(f"not JSON that can be read: {error}"))
            return
        if isinstance(message, list):
            self._refuse(None, JsonRpcInvalidRequest("LSP has no batches: send the messages alone"))
        elif not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            self._refuse(None, JsonRpcInvalidRequest('not an object with `"jsonrpc": "2.0"`'))
        elif "method" in message:
            self._receive_call(message)
        elif "result" in message or "error" in message:
            self._receive_response(message)
        else:
            self._refuse(None, JsonRpcInvalidRequest("neither a method nor a result nor an error"))

    @staticmethod
    def _message_type(method: str) -> Any:
        return MESSAGES.get(method) or types.METHOD_TO_TYPES[method][0]

    def _receive_call(self, message: dict[str, Any]) -> None:
        method, message_id = message["method"], message.get("id")
        is_request = "id" in message
        if is_request and not _is_id(message_id):
            self._refuse(None, JsonRpcInvalidRequest("an id is an integer or a string"))
            return
        if not isinstance(method, str):
            self._refuse(message_id, JsonRpcInvalidRequest("a method is a string"))
            return
        if method == types.EXIT:
            self.on_exit(self.exit_code)
            return
        problem = self._unfit(method)
        if problem is None:
            try:
                call = self._converter.structure(message, self._message_type(method))
            except Exception as error:
                problem = JsonRpcInvalidParams(f"{method}: {_why(error)}")
            else:
                if is_request and not hasattr(call, "id"):
                    problem = JsonRpcInvalidRequest(f"{method} is a notification, it has no id")
                elif isinstance(call, types.ExecuteCommandRequest):
                    problem = self._unknown_command(call.params)
                    # Else pygls calls the command without looking at what it needs.
                    call.params.arguments = call.params.arguments or []
        if problem is None:
            self._initialized = True
            started = perf_counter()
            if is_request:
                self._open[message["id"]] = method, started
            self.handle_message(call)
            if not is_request:
                self._trace(method, started)
        elif is_request:
            self._refuse(message_id, problem)
        elif not method.startswith("$/"):
            # A notification may not be answered; those with `$/` anyone may ignore.
            logger.warning("passed over %s: %s", method, problem.message)

    def _unknown_command(self, params: types.ExecuteCommandParams) -> JsonRpcException | None:
        if params.command in self.fm.commands:
            return None
        return JsonRpcInvalidParams(f"no such command: {params.command}")

    def _unfit(self, method: str) -> JsonRpcException | None:
        """Why a call is not for us, whatever its params are; None where it is."""
        if self._shutdown:
            return JsonRpcInvalidRequest("the server was shut down")
        if not self._initialized and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized("the first request is `initialize`")
        if self._initialized and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("the server is initialized already")
        features = self.fm.builtin_features, self.fm.features
        if method != types.CANCEL_REQUEST and not any(method in known for known in features):
            return JsonRpcMethodNotFound(f"no such method: {method}")
        return None

    def _receive_response(self, message: dict[str, Any]) -> None:
        message_id = message.get("id")
        if not _is_id(message_id):
            return
        future = self._request_futures.get(message_id)
        if future is None or future.done():
            # An answer to nothing, or to a question that was withdrawn.
            self._request_futures.pop(message_id, None)
            return
        expected = self._result_types.pop(message_id, None)
        kind = types.ResponseErrorMessage if "error" in message else expected
        try:
            response = self._converter.structure(message, kind)
        except Exception as error:
            del self._request_futures[message_id]
            future.set_exception(JsonRpcInvalidParams(f"not a valid answer: {_why(error)}"))
            return
        self.handle_message(response)

    def _handle_cancel_notification(self, msg_id: MessageId) -> None:
        # The type that cattrs checked has let a list pass.
        if _is_id(msg_id):
            super()._handle_cancel_notification(msg_id)

    def _refuse(self, message_id: MessageId | None, error: JsonRpcException) -> None:
        # Written out, because pygls leaves an id of null out, which JSON-RPC asks for.
        answer = {"code": error.code, "message": error.message}
        self._send_data({"jsonrpc": self.VERSION, "id": message_id, "error": answer})

    def _send_handler_result(self, future: Future[Any], *, msg_id: MessageId) -> None:
        """Answer with what came of a request; what a handler refuses is no failure of ours."""
        error = None if future.cancelled() else future.exception()
        if not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError):
            super()._send_handler_result(future, msg_id=msg_id)
            return
        self._request_futures.pop(msg_id, None)
        logger.info("refused %s: %s", msg_id, error.message)
        self._send_response(msg_id, error=error.to_response_error())

    def _send_response(
        self,
        msg_id: MessageId,
        result: Any | None = None,
        error: types.ResponseError | None = None,
    ) -> None:
        """Send an answer; what went wrong inside, with its paths, stays in our log."""
        if error is not None:
            error.data = None
        super()._send_response(msg_id, result, error)
        if msg_id in self._open:
            self._trace(*self._open.pop(msg_id))

    def _trace(self, method: str, started: float) -> None:
        """Note how long a message took: in the log, and for a client that wants to know."""
        took = f"{method}: {1000 * (perf_counter() - started):.1f} ms"
        logger.info("%s", took)
        if self.trace is not types.TraceValue.Off and method != types.SET_TRACE:
            self.notify(types.LOG_TRACE, types.LogTraceParams(message=took))


def _is_id(value: object) -> TypeGuard[MessageId]:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _why(error: Exception) -> str:
    """What cattrs found wrong, in its words: `required field missing @ $.params.position`."""
    if isinstance(error, BaseValidationError):
        return "; ".join(transform_error(error))
    return str(error)
