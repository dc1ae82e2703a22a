// The numbers of Linux's socket calls, by names that no header of the C library makes macros of: kSoReuseAddr
// is SO_REUSEADDR. The names with underscores, as scripts write them, are in constants.hpp. Source:
// include/uapi of Linux, the generic architecture. Not here: epoll's and poll's bits
// (models/host/readiness.hpp). Read next: models/host/posix/calls.hpp.
#pragma once

namespace patchcord::models::host::posix {

// socket()
inline constexpr int kAfUnspec = 0;
inline constexpr int kAfInet = 2;
inline constexpr int kSockStream = 1;
inline constexpr int kSockDgram = 2;
inline constexpr int kSockNonblock = 0x800;
inline constexpr int kSockCloexec = 0x80000;
inline constexpr int kIpprotoIp = 0;
inline constexpr int kIpprotoTcp = 6;
inline constexpr int kIpprotoUdp = 17;

// fcntl()
inline constexpr int kFGetFd = 1;
inline constexpr int kFSetFd = 2;
inline constexpr int kFGetFl = 3;
inline constexpr int kFSetFl = 4;
inline constexpr int kORdwr = 2;
inline constexpr int kONonblock = 0x800;

// ioctl()
inline constexpr int kSiocAtMark = 0x8905;
inline constexpr int kSiocInq = 0x541B;  // FIONREAD
inline constexpr int kSiocOutq = 0x5411;
inline constexpr int kSiocOutqNsd = 0x894B;

// Flags of send() and recv().
inline constexpr int kMsgOob = 0x1;
inline constexpr int kMsgPeek = 0x2;
inline constexpr int kMsgCtrunc = 0x8;
inline constexpr int kMsgTrunc = 0x20;
inline constexpr int kMsgDontwait = 0x40;
inline constexpr int kMsgEor = 0x80;
inline constexpr int kMsgWaitall = 0x100;
inline constexpr int kMsgErrqueue = 0x2000;
inline constexpr int kMsgNosignal = 0x4000;
inline constexpr int kMsgMore = 0x8000;
inline constexpr int kMsgFastopen = 0x20000000;

// Levels and names of options.
inline constexpr int kSolSocket = 1;
inline constexpr int kSoReuseAddr = 2;
inline constexpr int kSoType = 3;
inline constexpr int kSoError = 4;
inline constexpr int kSoDontRoute = 5;
inline constexpr int kSoBroadcast = 6;
inline constexpr int kSoSndBuf = 7;
inline constexpr int kSoRcvBuf = 8;
inline constexpr int kSoKeepAlive = 9;
inline constexpr int kSoOobInline = 10;
inline constexpr int kSoPriority = 12;
inline constexpr int kSoLinger = 13;
inline constexpr int kSoReusePort = 15;
inline constexpr int kSoRcvLowat = 18;
inline constexpr int kSoSndLowat = 19;
inline constexpr int kSoRcvTimeo = 20;
inline constexpr int kSoSndTimeo = 21;
inline constexpr int kSoAcceptConn = 30;
inline constexpr int kSoMark = 36;
inline constexpr int kSoProtocol = 38;
inline constexpr int kSoDomain = 39;

inline constexpr int kTcpNodelay = 1;
inline constexpr int kTcpMaxSeg = 2;
inline constexpr int kTcpCork = 3;
inline constexpr int kTcpKeepIdle = 4;
inline constexpr int kTcpKeepIntvl = 5;
inline constexpr int kTcpKeepCnt = 6;
inline constexpr int kTcpSyncnt = 7;
inline constexpr int kTcpLinger2 = 8;
inline constexpr int kTcpDeferAccept = 9;
inline constexpr int kTcpWindowClamp = 10;
inline constexpr int kTcpInfo = 11;
inline constexpr int kTcpQuickack = 12;
inline constexpr int kTcpCongestion = 13;
inline constexpr int kTcpThinLinearTimeouts = 16;
inline constexpr int kTcpUserTimeout = 18;
inline constexpr int kTcpFastopen = 23;
inline constexpr int kTcpTimestamp = 24;
inline constexpr int kTcpNotsentLowat = 25;
inline constexpr int kTcpFastopenConnect = 30;
inline constexpr int kTcpFastopenKey = 33;
inline constexpr int kTcpFastopenNoCookie = 34;
inline constexpr int kTcpInq = 36;  // and the type of its control message, TCP_CM_INQ
// Of FreeBSD alone: its numbers, which mean something else on Linux, and 0x1000.
inline constexpr int kTcpNoopt = 0x1008;
inline constexpr int kTcpKeepinit = 0x1080;

inline constexpr int kIpTos = 1;
inline constexpr int kIpTtl = 2;
inline constexpr int kIpMtuDiscover = 10;
inline constexpr int kIpRecvErr = 11;
inline constexpr int kIpRecvTtl = 12;
inline constexpr int kIpRecvTos = 13;
inline constexpr int kIpMtu = 14;
inline constexpr int kIpFreebind = 15;

// epoll_ctl()
inline constexpr int kEpollCtlAdd = 1;
inline constexpr int kEpollCtlDel = 2;
inline constexpr int kEpollCtlMod = 3;

// shutdown()
inline constexpr int kShutRd = 0;
inline constexpr int kShutWr = 1;
inline constexpr int kShutRdwr = 2;

}  // namespace patchcord::models::host::posix
