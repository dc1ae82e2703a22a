// SPDX-License-Identifier: GPL-3.0-or-later
// One row a word, in the order of GuiWord. Read next: gui/viewmodel/words.hpp.
#include "gui/viewmodel/words.hpp"

#include <array>

namespace patchcord::gui {

using results::Language;

namespace {

struct Row {
    GuiWord which;
    std::string_view english;
    std::string_view korean;
};

constexpr std::array<Row, kGuiWords> kRows{{
    {GuiWord::FileMenu, "File", "파일"},
    {GuiWord::Open, "Open…", "열기…"},
    {GuiWord::Scenarios, "Scenarios", "시나리오"},
    {GuiWord::SavePicture, "Save picture…", "그림 저장…"},
    {GuiWord::Quit, "Quit", "끝내기"},
    {GuiWord::ViewMenu, "View", "보기"},
    {GuiWord::Language, "Language", "언어"},
    {GuiWord::ShowSwitches, "Switches in the ladder", "사다리에 스위치 표시"},
    {GuiWord::ZoomIn, "Stretch time", "시간 늘리기"},
    {GuiWord::ZoomOut, "Compress time", "시간 줄이기"},
    {GuiWord::ZoomFit, "Usual time scale", "기본 시간 눈금"},
    {GuiWord::GoMenu, "Go", "이동"},
    {GuiWord::NextLoss, "Next loss", "다음 손실"},
    {GuiWord::PreviousLoss, "Previous loss", "이전 손실"},
    {GuiWord::HelpMenu, "Help", "도움말"},
    {GuiWord::About, "About Patchcord", "Patchcord 정보"},
    {GuiWord::ScenarioFiles, "Scenarios (*.json)", "시나리오 (*.json)"},
    {GuiWord::Pictures, "Pictures (*.png)", "그림 (*.png)"},
    {GuiWord::Number, "no.", "번호"},
    {GuiWord::From, "from", "보낸 곳"},
    {GuiWord::To, "to", "받는 곳"},
    {GuiWord::Protocol, "prot.", "종류"},
    {GuiWord::Info, "what it says", "내용"},
    {GuiWord::Fate, "fate", "결과"},
    {GuiWord::ArrivedAt, "arrived at", "도착"},
    {GuiWord::SequenceNumber, "sequence number (bytes)", "순서 번호 (바이트)"},
    {GuiWord::TimeSince, "since the first packet of the connection", "연결의 첫 패킷부터"},
    {GuiWord::Acknowledged, "acknowledged", "확인 응답"},
    {GuiWord::NewData, "data", "데이터"},
    {GuiWord::SentAgain, "sent again (R)", "재전송 (R)"},
    {GuiWord::SynAndFin, "SYN, FIN", "SYN, FIN"},
    {GuiWord::LostSegment, "lost", "손실"},
    {GuiWord::NoTcp, "No TCP connection in this run", "이 실행에는 TCP 연결이 없습니다"},
    {GuiWord::ChooseScenario, "Choose a scenario", "시나리오를 고르세요"},
    {GuiWord::NotValid, "(not valid)", "(올바르지 않음)"},
    {GuiWord::Seed, "seed", "시드"},
    {GuiWord::Fingerprint, "fingerprint", "지문"},
    {GuiWord::NotModelled, "not modelled", "모델에 없는 것"},
    {GuiWord::NotModelledList,
     "routers, IP fragments, accurate ECN, path-MTU probing, pacing, processor time of applications",
     "라우터, IP 단편화, Accurate ECN, 경로 MTU 탐색, 페이싱, 응용 프로그램의 처리 시간"},
    {GuiWord::CannotOpen, "This scenario cannot be run", "이 시나리오는 실행할 수 없습니다"},
    {GuiWord::CannotSave, "The picture could not be saved", "그림을 저장하지 못했습니다"},
    {GuiWord::AboutText,
     "Patchcord simulates Ethernet and TCP/IP: every frame, every state, every loss and its cause.\n\n"
     "This window is free software under the GNU General Public License, version 3 or later, because it uses "
     "Qt "
     "Charts. The simulator and the command line are under the Apache License 2.0. There is no warranty.",
     "Patchcord는 이더넷과 TCP/IP를 시뮬레이션하여 모든 프레임과 상태, 모든 손실과 그 원인을 보여 줍니다.\n\n"
     "이 창은 Qt Charts를 사용하므로 GNU 일반 공중 사용 허가서(GPL) 버전 3 또는 그 이후 버전을 따르는 자유 "
     "소프트웨어입니다. 시뮬레이터와 명령줄 프로그램은 Apache License 2.0을 따릅니다. 보증은 없습니다."},
}};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].which) != i) return false;
    }
    return true;
}
static_assert(is_in_order());

}  // namespace

std::string_view word(GuiWord which, Language language) {
    const Row& row = kRows[static_cast<std::size_t>(which)];
    return language == Language::Korean ? row.korean : row.english;
}

}  // namespace patchcord::gui
