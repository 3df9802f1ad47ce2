namespace Gateway.History.Tests;

public sealed class EventTableTests
{
    [Fact]
    public void Events_SeveralRecorded_AreListedNewestFirst()
    {
        using var history = HistoryDatabase.OpenInMemory(Plant.Epoch, new HistoryOptions());
        var down = new HistoryEvent(Plant.Noon, "link-down", "fan-meter", "No answer from 10.0.0.7; \"it's\" tried again.");
        var up = new HistoryEvent(Plant.Noon.AddSeconds(1), "link-up", "fan-meter", "It answers again.");
        history.Record(down);
        history.Record(up);
        Assert.Equal([up, down], history.Events(10));
        Assert.Equal([up], history.Events(1));
        Assert.Empty(history.Events(-1));
    }
}
