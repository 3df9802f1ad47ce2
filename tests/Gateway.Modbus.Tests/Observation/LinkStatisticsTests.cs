namespace Gateway.Modbus.Tests.Observation;

public sealed class LinkStatisticsTests
{
    private static readonly ReadRequest FromUnit1 = new(1, ModbusTable.HoldingRegister, 0, 1);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(10);
    private readonly LinkStatistics statistics = new();

    [Fact]
    public void ReadEnded_ByEachOutcome_CountsItForItsUnitAndTheLink()
    {
        ReadResult[] results =
        [
            ReadResult.Success, ReadResult.Failed(ModbusFault.Timeout), ReadResult.Failed(ModbusFault.InvalidReply),
            ReadResult.Failed(ModbusFault.Disconnected), ReadResult.Failed(ModbusExceptionCode.IllegalDataAddress),
        ];
        foreach (var result in results)
            statistics.ReadEnded(FromUnit1, result, RoundTrip);
        statistics.ReadEnded(FromUnit1 with { Unit = 2 }, ReadResult.Success, RoundTrip);

        var unit = statistics.OfUnit(1);
        Assert.Equal((5, 1, 1, 1), (unit.Requests, unit.Timeouts, unit.InvalidReplies, unit.Disconnects));
        Assert.Equal(1, Assert.Single(unit.Exceptions, entry => entry.Key == ModbusExceptionCode.IllegalDataAddress).Value);
        Assert.Equal(TimeSpan.FromMilliseconds(50), unit.Busy);
        Assert.Equal(6, statistics.OfLink().Requests);
        Assert.Equal(0, statistics.OfUnit(3).Requests);
    }

    [Fact]
    public void ReadEnded_Unanswered_LeavesTheRoundTripsAlone()
    {
        statistics.ReadEnded(FromUnit1, ReadResult.Failed(ModbusFault.Timeout), TimeSpan.FromSeconds(1));
        Assert.Null(statistics.OfUnit(1).RoundTripP99);
        statistics.ReadEnded(FromUnit1, ReadResult.Success, RoundTrip);
        Assert.InRange(statistics.OfUnit(1).RoundTripP99!.Value, RoundTrip, RoundTrip * 1.125);
    }

    [Fact]
    public void Bytes_SentReceivedAndDiscarded_AreTheLinks()
    {
        statistics.RequestSent(new byte[8]);
        statistics.FrameReceived(new byte[7]);
        statistics.BytesDiscarded(new byte[3], isDamagedFrame: false);
        statistics.BytesDiscarded(new byte[7], isDamagedFrame: true);

        var link = statistics.OfLink();
        Assert.Equal((8, 7, 10, 1), (link.BytesSent, link.BytesReceived, link.BytesDiscarded, link.ChecksumErrors));
    }
}
