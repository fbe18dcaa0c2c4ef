"""Polite, guarded fetching: public addresses only, one request at a time per host, bounded in time and size.

The name of a host is resolved once per connection and the connection goes to the very address that was checked,
so that neither a redirect nor a second answer of the name server can lead inside.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

USER_AGENT = "sinergi/1.0 (research dataset on co-operation against terrorism)"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """A page that was not fetched: a short code and one line that says why."""

    def __init__(self, code: str, message: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.code, self.passing, self.wait = code, passing, wait


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    max_redirects: int = 5
    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 120.0
    ports: frozenset[int] | None = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer; `body` is empty where the page has not changed (status 304)."""

    url: str
    status: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    time: datetime


def is_public(address: Address) -> bool:
    """True for an address on the open internet, also judged by the IPv4 address that an IPv6 one carries."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no read outlasts the whole fetch, however slowly the bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._inner, self._left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._left()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole fetch took too long")
        return self._inner.read(max_bytes, min(timeout or left, left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _GuardedBackend(httpcore.NetworkBackend):
    """Opens connections only to addresses that pass the guard, and to exactly those."""

    def __init__(
        self, resolver: Resolver, permitted: Callable[[Address], bool], left: Callable[[], float]
    ) -> None:
        self._resolver, self._permitted, self._left = resolver, permitted, left
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = [ipaddress.ip_address(a.split("%", 1)[0]) for a in self._resolver(host, port)]
        except (OSError, UnicodeError, ValueError) as error:
            raise FetchError("unresolved", f"{host} has no address: {error}", passing=True) from None
        if not addresses:
            raise FetchError("unresolved", f"{host} has no address.", passing=True)
        refused = [a for a in addresses if not self._permitted(a)]
        if refused:
            raise FetchError(
                "address_refused", f"{host} leads to {refused[0]}, which is not a public address."
            )
        last: Exception | None = None
        for address in addresses[:4]:
            try:
                stream = self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
                return _TimedStream(stream, self._left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(host)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise FetchError("address_refused", "Local sockets are never opened.")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages; clock, sleep, resolver and guard can be replaced in tests."""

    limits: Limits = field(default_factory=Limits)
    resolver: Resolver = system_resolver
    permitted: Callable[[Address], bool] = is_public
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _client: httpx.Client | None = None
    _ready_at: dict[str, float] = field(default_factory=dict)
    _deadline: float = 0.0

    def close(self) -> None:
        """Close every connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def get(
        self,
        url: str,
        *,
        delay: float = 1.0,
        accept: Iterable[str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        check: Callable[[str], None] | None = None,
    ) -> Fetched:
        """Fetch `url`, retrying what may pass; `delay` is the least time between two requests to one host.

        `accept` names the content types that are wanted, `etag` and `last_modified` make the request
        conditional, `check` may refuse an address (at every redirect) by raising FetchError.
        """
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept-Language": "id,en;q=0.8"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._follow(url, headers, delay, accept, check)
            except FetchError as error:
                if not error.passing or attempt == self.limits.attempts:
                    raise
                usual = self.limits.first_wait * 2 ** (attempt - 1)
                wait = max(usual, error.wait or 0.0)
                if wait > self.limits.longest_wait:
                    raise FetchError(
                        error.code, f"{error} It asks to wait {wait:.0f} seconds, which is too long."
                    ) from None
                self.sleep(wait)
        raise AssertionError("unreachable")

    def _follow(
        self,
        url: str,
        headers: Mapping[str, str],
        delay: float,
        accept: Iterable[str] | None,
        check: Callable[[str], None] | None,
    ) -> Fetched:
        for _ in range(self.limits.max_redirects + 1):
            self._vet(url)
            if check is not None:
                check(url)
            self._pace(urlsplit(url).hostname or "", delay)
            self._deadline = self.clock() + self.limits.total_seconds
            answer = self._once(url, headers, accept)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise FetchError("redirects", f"{url}: more than {self.limits.max_redirects} redirects.")

    def _vet(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise FetchError("address_malformed", f"{url[:200]} is not an address.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError("address_refused", f"{url[:200]}: only http and https are fetched.")
        if parts.username or parts.password:
            raise FetchError(
                "address_refused", f"{parts.hostname}: an address with a password is not fetched."
            )
        if self.limits.ports is not None and port not in self.limits.ports:
            raise FetchError("address_refused", f"{parts.hostname}: port {port} is not fetched.")

    def _pace(self, host: str, delay: float) -> None:
        wait = self._ready_at.get(host, 0.0) - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._ready_at[host] = self.clock() + delay

    def _once(self, url: str, headers: Mapping[str, str], accept: Iterable[str] | None) -> Fetched | str:
        """One request: the answer, or the address it redirects to."""
        try:
            with self._open().stream("GET", url, headers=dict(headers)) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return urljoin(url, response.headers["location"])
                self._judge(url, response, accept)
                body = b"" if response.status_code == 304 else self._body(url, response)
                return Fetched(
                    url,
                    response.status_code,
                    body,
                    response.headers.get("content-type", ""),
                    response.headers.get("etag"),
                    response.headers.get("last-modified"),
                    self.now(),
                )
        except httpx.TimeoutException:
            raise FetchError("timeout", f"{url}: no answer in time.", passing=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise FetchError(
                "broken", f"{url}: {type(error).__name__}: {str(error)[:120]}", passing=True
            ) from None

    def _judge(self, url: str, response: httpx.Response, accept: Iterable[str] | None) -> None:
        status = response.status_code
        if status in _RETRIED:
            raise FetchError(
                f"status_{status}", f"{url}: status {status}.", passing=True, wait=self._asked(response)
            )
        if status not in (200, 304):
            raise FetchError(f"status_{status}", f"{url}: status {status}.")
        kind = response.headers.get("content-type", "").split(";", 1)[0].strip().lower()
        if status == 200 and accept is not None and kind not in set(accept):
            raise FetchError("content_type", f"{url}: {kind or 'no content type'} is not wanted here.")
        stated = response.headers.get("content-length", "")
        if stated.isdigit() and int(stated) > self.limits.max_bytes:
            raise FetchError("too_large", f"{url}: {stated} bytes, more than {self.limits.max_bytes}.")

    def _asked(self, response: httpx.Response) -> float | None:
        """The wait that `Retry-After` asks for, in seconds."""
        value = response.headers.get("retry-after", "").strip()
        if value.isdigit():
            return float(value)
        try:
            return max(0.0, (parsedate_to_datetime(value) - self.now()).total_seconds())
        except (ValueError, TypeError, IndexError):
            return None

    def _body(self, url: str, response: httpx.Response) -> bytes:
        """The body, decompressed step by step so that a small answer cannot become a huge one."""
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError("encoding", f"{url}: encoding {coding[:20]} was not asked for.")
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in coding else None
        body = bytearray()
        for chunk in response.iter_raw():
            if self.clock() > self._deadline:
                raise FetchError(
                    "timeout",
                    f"{url}: not finished after {self.limits.total_seconds:.0f} seconds.",
                    passing=True,
                )
            room = self.limits.max_bytes - len(body) + 1
            try:
                body += unpack.decompress(chunk, room) if unpack else chunk
            except zlib.error:
                raise FetchError("broken", f"{url}: the compressed body is damaged.", passing=True) from None
            if len(body) > self.limits.max_bytes:
                raise FetchError("too_large", f"{url}: more than {self.limits.max_bytes} bytes.")
        if unpack is not None and body and not unpack.eof:
            raise FetchError("broken", f"{url}: the compressed body is cut short.", passing=True)
        return bytes(body)

    def _open(self) -> httpx.Client:
        if self._client is None:
            transport = httpx.HTTPTransport(trust_env=False, retries=0)
            transport._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(trust_env=False),
                max_connections=8,
                network_backend=_GuardedBackend(
                    self.resolver, self.permitted, lambda: self._deadline - self.clock()
                ),
            )
            timeout = httpx.Timeout(self.limits.read_seconds, connect=self.limits.connect_seconds)
            self._client = httpx.Client(
                transport=transport, timeout=timeout, follow_redirects=False, trust_env=False
            )
        return self._client
