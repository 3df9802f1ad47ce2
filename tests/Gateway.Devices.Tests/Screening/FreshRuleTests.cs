using Gateway.Core;

namespace Gateway.Devices.Tests;

public sealed class FreshRuleTests
{
    private const Quality Good = Quality.Good;
    private const Quality Stale = Quality.Stale;

    private readonly ScreenedDevice device = ScreenedDevice.Of("""
          so2: {address: 0, type: float32, fresh_by: sequence, fresh_within: 2s}
          dust: {address: 2, type: float32}
          sequence: {address: 4, type: uint16}
        """ + "\n");

    [Fact]
    public void Poll_TheSequenceStandsStill_IsStaleOnlyBeyondItsTimeAndOnlyWhereItIsAskedFor()
    {
        device.Poll(0, 5, 5, 41);

        Assert.Equal([Good, Good, Good], Qualities(2, 6, 6, 41));
        Assert.Equal([Stale, Good, Good], Qualities(2.001, 7, 7, 41));
        Assert.Equal([Good, Good, Good], Qualities(3, 7, 7, 42));
    }

    [Fact]
    public void Poll_TheSequenceRollsOver_IsAChangeLikeAny()
    {
        device.Poll(0, 5, 5, 65535);

        Assert.Equal(Good, Qualities(3, 5, 5, 0)[0]);
    }

    [Fact]
    public void Poll_TheSequenceIsNotAnswered_CountsAsStandingStill()
    {
        device.Poll(0, 5, 5, 41);

        Assert.Equal(Good, Qualities(2, 5, 5, double.NaN)[0]);
        Assert.Equal(Stale, Qualities(3, 5, 5, double.NaN)[0]);
    }

    [Fact]
    public void Poll_TheSequenceWasNeverAnswered_IsStaleAfterItsTime()
    {
        Assert.Equal(Good, Qualities(0, 5, 5, double.NaN)[0]);
        Assert.Equal(Stale, Qualities(3, 5, 5, double.NaN)[0]);
    }

    [Fact]
    public void Poll_AClockSetBack_BeginsAnew()
    {
        device.Poll(1000, 5, 5, 41);

        Assert.Equal(Good, Qualities(10, 5, 5, 41)[0]);
        Assert.Equal(Stale, Qualities(13, 5, 5, 41)[0]);
    }

    [Fact]
    public void Poll_ASilentDevice_IsSilentAndNotStale()
    {
        device.Poll(0, 5, 5, 41);

        Assert.Equal(Quality.Timeout, Qualities(60, double.NaN, double.NaN, double.NaN)[0]);
        Assert.Empty(device.Marks);
    }

    private Quality[] Qualities(double second, double so2, double dust, double sequence)
    {
        var poll = device.Poll(second, so2, dust, sequence);
        return [poll[0].Quality, poll[1].Quality, poll[2].Quality];
    }
}
