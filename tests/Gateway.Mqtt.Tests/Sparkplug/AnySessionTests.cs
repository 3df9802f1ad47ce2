using CsCheck;
using Gateway.Core;
using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>Whatever happens in whatever order, a host that relies on the rules sees what the plant does.</summary>
public sealed class AnySessionTests
{
    private static readonly int[] Polled = [EdgeNode.PowerKw, EdgeNode.VoltageV, EdgeNode.SpeedRpm];
    private static readonly int[][] Plants = [[0, 1, 2, 3, 4, 5], [0, 2, 3], [0, 1, 3, 4, 5], [2]];
    private static readonly Gen<(int What, int Number)[]> Lives = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 6]).Array[0, 200];

    [Fact]
    public void Session_AnyEvents_KeepsTheRulesAndShowsThePlant() =>
        Gen.Select(Lives, Gen.Bool, Gen.Int[1, 3], Gen.Int[0, 40]).Sample(
            (life, withHost, servers, buffer) => Live(life, withHost, servers, buffer), iter: 1_000);

    private static void Live((int What, int Number)[] life, bool withHost, int servers, int buffer)
    {
        var node = new EdgeNode(withHost ? EdgeNode.Host : null, servers, buffer, firstBdSeq: 250);
        var host = new HostView();
        var plant = new Dictionary<int, double?>();
        var seen = 0;
        foreach (var (what, number) in life)
        {
            if (what == 9)
            {
                var isUnderWay = node.Session.Phase == SessionPhase.Connecting;
                node.Do(isUnderWay ? new SessionEvent.ConnectFailed() : new SessionEvent.ConnectionLost());
                host.LoseConnection();
            }
            else
            {
                Happen(node, plant, what, number);
            }

            for (; seen < node.Actions.Count; seen++)
            {
                host.See(node.Actions[seen]);
            }

            Compare(node, host, plant);
        }
    }

    private static void Happen(EdgeNode node, Dictionary<int, double?> plant, int what, int number)
    {
        switch (what)
        {
            case 0 or 1 or 2 or 3:
                var series = Polled[number % Polled.Length];
                if (!node.Reported.Contains(series))
                {
                    break;
                }

                plant[series] = number < 5 ? number : null;
                node.Read(new Reading(series, node.Now, number, number < 5 ? Quality.Good : Quality.Timeout));
                break;
            case 4:
                node.Connect();
                break;
            case 5:
                node.Do(new SessionEvent.ConnectDue());
                break;
            case 6:
                node.Do(new SessionEvent.TimePassed());
                break;
            case 7:
                node.Pass(TimeSpan.FromSeconds(number));
                break;
            case 8:
                node.AskForRebirth();
                break;
            case 12:
                var kept = Plants[number % Plants.Length];
                node.Change(kept);
                Polled.Except(kept).ToList().ForEach(gone => plant.Remove(gone));
                break;
            case 10:
                node.Do(new SessionEvent.Subscribed());
                break;
            default:
                node.Hear(online: number % 2 == 0, timestamp: number);
                break;
        }
    }

    private static void Compare(EdgeNode node, HostView host, Dictionary<int, double?> plant)
    {
        Assert.Equal(node.Session.Phase is SessionPhase.Online or SessionPhase.RebirthDue, host.IsAlive);
        if (node.Session.Phase != SessionPhase.Online)
        {
            return;
        }

        foreach (var (series, value) in plant)
        {
            if (host.Alive.Contains(series == EdgeNode.SpeedRpm ? "drive" : "meter"))
            {
                Assert.Equal(value, host.Value(EdgeNode.Alias(series)));
            }
        }
    }
}
