// The catalogue. Read next: results/export/words.hpp.
#include "results/export/words.hpp"

#include "results/export/format.hpp"

#include <fmt/format.h>

namespace patchcord::results {

using models::trace::TimerKind;
using models::wire::LossCause;

namespace {

std::string with_count(std::string_view name, std::uint32_t count, std::string_view after) {
    return count == 0 ? fmt::format("{} ({})", name, after) : fmt::format("{} {} ({})", name, count, after);
}

}  // namespace

std::string_view word(Word which, Language language) {
    const bool korean = language == Language::Korean;
    switch (which) {
        case Word::Time:
            return korean ? "시각 (초)" : "time (s)";
        case Word::Arrived:
            return korean ? "도착 (초)" : "arrived (s)";
        case Word::Flow:
            return korean ? "흐름" : "flow";
        case Word::Segments:
            return korean ? "세그먼트" : "segments";
        case Word::NeverSent:
            return korean ? "(보내지 못한 패킷)" : "(a packet that never left)";
        case Word::Host:
            return korean ? "호스트" : "host";
        case Word::Process:
            return korean ? "프로세스" : "process";
        case Word::Log:
            return korean ? "출력" : "output";
        case Word::Packets:
            return korean ? "패킷" : "packets";
        case Word::Bytes:
            return korean ? "바이트" : "bytes";
        case Word::Resent:
            return korean ? "재전송" : "resent";
        case Word::Goodput:
            return korean ? "유효 전송률" : "goodput";
        case Word::Delivered:
            return korean ? "도착" : "delivered";
        case Word::Frames:
            return korean ? "프레임" : "frames";
        case Word::Sent:
            return korean ? "전송" : "sent";
        case Word::Lost:
            return korean ? "손실" : "lost";
        case Word::LostLater:
            return korean ? "이후 손실" : "lost further on";
        case Word::InFlight:
            return korean ? "전송 중" : "in flight";
        case Word::Copies:
            return korean ? "사본" : "copies";
        case Word::NoPackets:
            return korean ? "(패킷 없음)" : "(no packets)";
        case Word::Expect:
            return korean ? "기대" : "expect";
        case Word::Held:
            return korean ? "성립" : "held";
        case Word::Failed:
            return korean ? "실패" : "failed";
        case Word::Queue:
            return korean ? "큐" : "queue";
        case Word::Collision:
            return korean ? "충돌" : "collision";
        case Word::Retransmission:
            return korean ? "재전송" : "retransmission";
        case Word::ThreeDuplicates:
            return korean ? "중복 ACK 3개" : "after three duplicate ACKs";
    }
    return "?";
}

std::string more_rows(std::size_t count, Language language) {
    if (language == Language::Korean) return fmt::format("{}행 더 있음", count);
    return fmt::format("{} more row{}", count, count == 1 ? "" : "s");
}

std::string_view loss_words(LossCause cause, Language language) {
    const bool korean = language == Language::Korean;
    switch (cause) {
        case LossCause::Cut:
            return korean ? "끊김" : "cut";
        case LossCause::Fcs:
            return korean ? "FCS 오류" : "FCS error";
        case LossCause::Sfd:
            return korean ? "SFD 오류" : "SFD error";
        case LossCause::Queue:
            return korean ? "큐 가득 참" : "queue full";
        case LossCause::Collision:
            return korean ? "충돌" : "collision";
        case LossCause::LinkDown:
            return korean ? "링크 끊어짐" : "link down";
        case LossCause::NoReceiver:
            return korean ? "연결 안 됨" : "not plugged in";
        case LossCause::Length:
            return korean ? "길이 오류" : "length error";
        case LossCause::Symbol:
            return korean ? "심벌 오류" : "symbol error";
        case LossCause::Early:
            return korean ? "RED 조기 폐기" : "early drop (RED)";
    }
    return "?";
}

std::string collision_words(std::size_t count, Language language) {
    if (count == 0) return {};
    if (language == Language::Korean) return fmt::format("충돌 {}번 뒤", count);
    return fmt::format("after {} collision{}", count, count == 1 ? "" : "s");
}

std::string note_words(const LadderNote& note, Language language) {
    const bool korean = language == Language::Korean;
    std::string who = korean ? "링크" : "link";
    if (!note.place.empty()) who += ' ' + note.place;
    switch (note.what) {
        case LadderNote::What::Crashed:
            who = note.lane ? "" : note.place + ' ';
            return who + (korean ? "갑자기 꺼짐" : "crashed");
        case LadderNote::What::Booted:
            who = note.lane ? "" : note.place + ' ';
            return who + (korean ? "부팅됨" : "booted");
        case LadderNote::What::LinkDown:
            return who + (korean ? " 끊어짐" : " down");
        case LadderNote::What::LinkUp:
            who += korean ? " 연결됨" : " up";
            if (note.rate != sim::Rate{}) who += ", " + format_rate(note.rate.bits_per_second());
            if (note.half_duplex) who += korean ? ", 반이중" : ", half duplex";
            return who;
    }
    return "?";
}

std::string timer_words(TimerKind kind, std::uint32_t count, std::string_view after, Language language) {
    const bool korean = language == Language::Korean;
    std::string_view name;
    switch (kind) {
        case TimerKind::Retransmission:
            name = korean ? "재전송 타이머" : "retransmission timer";
            break;
        case TimerKind::Persist:
            name = korean ? "영속 타이머" : "persist timer";
            break;
        case TimerKind::DelayedAck:
            name = korean ? "지연 ACK 타이머" : "delayed-ACK timer";
            break;
        case TimerKind::TimeWait:
            name = korean ? "TIME-WAIT 타이머" : "TIME-WAIT timer";
            break;
        case TimerKind::TailProbe:
            name = korean ? "꼬리 손실 탐침 타이머" : "tail-loss probe timer";
            break;
        case TimerKind::Reordering:
            name = korean ? "순서 바뀜 타이머" : "reordering timer";
            break;
        case TimerKind::Keepalive:
            name = korean ? "킵얼라이브 타이머" : "keepalive timer";
            break;
    }
    return with_count(name, count, after);
}

std::string brief_timer_words(TimerKind kind, std::uint32_t count, std::string_view after) {
    switch (kind) {
        case TimerKind::Retransmission:
            return with_count("RTO", count, after);
        case TimerKind::Persist:
            return with_count("persist", count, after);
        case TimerKind::DelayedAck:
            return with_count("ACK", count, after);
        case TimerKind::TimeWait:
            return with_count("2 MSL", count, after);
        case TimerKind::TailProbe:
            return with_count("TLP", count, after);
        case TimerKind::Reordering:
            return with_count("RACK", count, after);
        case TimerKind::Keepalive:
            return with_count("keepalive", count, after);
    }
    return "?";
}

}  // namespace patchcord::results
