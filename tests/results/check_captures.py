#!/usr/bin/env python3
"""Gives captures to tshark, a reader that this project did not write.

    check_captures.py PROGRAM PATCHCORD    PROGRAM writes them: see captures_main.cpp; PATCHCORD exports scenarios

Every checksum and frame check is verified and nothing may be malformed; the number of frames is what was written; what
tshark takes for retransmissions is what was sent again; times, names, directions and comments come out as they went in.
Ends with 77 (skipped) where there is no tshark.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKS = [option for preference in ('tcp.check_checksum', 'udp.check_checksum', 'ip.check_checksum', 'eth.check_fcs')
          for option in ('-o', preference + ':TRUE')]
BAD = ('tcp.checksum.status==0||udp.checksum.status==0||ip.checksum.status==0||eth.fcs.status==0||icmp.checksum.status==0'
       '||_ws.malformed||_ws.expert.severity==error')
problems = []


def tshark(path, show_only, *fields):
    """The fields of the frames that the filter lets through, a list for each frame."""
    command = ['tshark', '-r', path, *CHECKS, '-T', 'fields']
    command += ['-Y', show_only] if show_only else []
    for field in fields:
        command += ['-e', field]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split('\t') for line in lines]


def expect(what, found, wanted):
    if found != wanted:
        problems.append(f'{what}: {found} instead of {wanted}')


def check(path, frames, resent):
    name = '/'.join(Path(path).parts[-2:])
    expect(f'{name}, bad frames', tshark(path, BAD, 'frame.number'), [])
    rows = tshark(path, '', 'frame.number', 'eth.fcs.status', 'frame.interface_name', 'frame.packet_flags_direction')
    expect(f'{name}, frames', len(rows), int(frames))
    expect(f'{name}, frame checks', {row[1] for row in rows}, {'1'})
    expect(f'{name}, interface', {row[2] for row in rows}, {Path(path).stem})
    expect(f'{name}, directions', {row[3] for row in rows}, {'0x00000001', '0x00000002'})
    sent_again = tshark(path, 'tcp.analysis.retransmission && frame.packet_flags_direction==2', 'frame.number')
    lost_in_queue = '/queue/' in path  # the first sending is not in the capture then, so nothing was "sent again"
    expect(f'{name}, retransmissions', len(sent_again), 0 if lost_in_queue else int(resent))


def check_details(folder):
    def comments(path):
        return [row[0] for row in tshark(str(folder / path), 'frame.comment', 'frame.comment')]

    expect('comments', comments('cut/client-eth0.pcapng'),
           ['lost: cut (client-server)', 'retransmission 1: retransmission timer (1.0 s)'])
    expect('Korean comments', comments('fcs/client-eth0.pcapng')[0], '손실: FCS 오류 (server)')
    times = [row[0] for row in tshark(str(folder / 'times/client-eth0.pcapng'), '', 'frame.time_epoch')]
    expect('times', times, ['0.000000000', '1.000005867', '4.294967296', '5.000008908', '3601.000000000', '3602.000122188'])


def check_scenario(patchcord, name, folder):
    subprocess.run([patchcord, 'export', name, '--pcapng', folder], check=True, capture_output=True)
    for path in sorted(folder.iterdir()):
        expect(f'{name}/{path.name}, bad frames', tshark(str(path), BAD, 'frame.number'), [])
        expect(f'{name}/{path.name}, port 53 without DNS', tshark(str(path), 'udp.port==53 && !dns', 'frame.number'), [])
    answers = tshark(str(folder / 'client-eth0.pcapng'), 'dns.flags.response==1', 'dns.flags.rcode', 'dns.a')
    expect(f'{name}, answers', answers, [['0', '10.0.0.2'], ['0', '10.0.0.2'], ['3', ''], ['0', '10.0.0.2']])


def main():
    if shutil.which('tshark') is None:
        print('skipped: there is no tshark')
        return 77
    with tempfile.TemporaryDirectory() as folder:
        written = subprocess.run([sys.argv[1], folder], check=True, capture_output=True, text=True).stdout
        for line in written.splitlines():
            check(*line.split('\t'))
        check_details(Path(folder))
        check_scenario(sys.argv[2], 'dns-query', Path(folder) / 'dns-query')
    print('\n'.join(problems) or f'{len(written.splitlines())} captures, all as they should be')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
