using Gateway.TestKit.Network;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>Lets a sequence of faults befall a site, each mended before the next, and tells what came of it.</summary>
internal sealed class FaultRun(FaultSite site, Action<string> say, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>So long a fault waits for the traffic it is to strike.</summary>
    private static readonly TimeSpan TrafficLimit = TimeSpan.FromSeconds(2);

    private readonly Meddler meddler = new(site.Broker.Port);

    /// <summary>Runs them all, delivers what is left and lays both sides beside each other.</summary>
    public async Task<DeliveryBalance> RunAsync(IReadOnlyList<Fault> faults)
    {
        await site.RecordsAsync(5, cancellationToken);
        await meddler.RepeatAsync(0, cancellationToken);
        foreach (var (number, fault) in faults.Index())
        {
            say($"{number + 1}/{faults.Count} {fault}");
            await Task.Delay(fault.After, TimeProvider.System, cancellationToken);
            await StrikeAsync(fault);
        }

        await site.StopDeliveredAsync(cancellationToken);
        return await site.BalanceAsync(cancellationToken);
    }

    public void Dispose() => meddler.Dispose();

    private Task StrikeAsync(Fault fault) => fault.Kind switch
    {
        FaultKind.KillGateway => RestartGatewayAsync(fault),
        FaultKind.KillBridge => RestartBridgeAsync(fault),
        FaultKind.KillBroker => RestartAsync(site.Broker, fault),
        FaultKind.KillDatabase => RestartAsync(site.Influx, fault),
        FaultKind.KillBridgeAtWrite => KillBridgeAtAsync(site.BridgeToDatabase, Sender.Client, fault),
        FaultKind.KillBridgeAtAnswer => KillBridgeAtAsync(site.BridgeToDatabase, Sender.Server, fault),
        FaultKind.KillBridgeAtAcknowledgement => KillBridgeAtAsync(site.BridgeToBroker, Sender.Client, fault),
        FaultKind.KillGatewayAtReceipt => KillGatewayAtAsync(site.GatewayToBroker, Sender.Server, fault),
        FaultKind.KillBrokerAtReceipt => KillBrokerAtAsync(site.GatewayToBroker, Sender.Server, fault),
        FaultKind.GarbageTail or FaultKind.ZeroTail or FaultKind.FlippedCursor or FaultKind.FlippedHistory =>
            DamageAsync(fault),
        FaultKind.Cut or FaultKind.HalfOpen or FaultKind.Slow or FaultKind.ResetAfterBytes => DisturbAsync(fault),
        FaultKind.FrozenBroker => FreezeAsync(site.Broker.Freeze, site.Broker.Thaw, fault),
        FaultKind.FrozenDatabase => FreezeAsync(site.Influx.Freeze, site.Influx.Thaw, fault),
        FaultKind.FrozenBridge => FreezeBridgeAsync(fault),
        FaultKind.Duplicates => meddler.RepeatAsync(fault.Choice, cancellationToken),
        FaultKind.Poison => meddler.PoisonAsync(fault.Choice, cancellationToken),
        FaultKind.FullDisk => FillDiskAsync(fault),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, null),
    };

    private async Task RestartAsync(TestKit.Servers.ServerProcess server, Fault fault)
    {
        await server.KillAsync(cancellationToken);
        await WaitAsync(fault);
        await server.RestartAsync(cancellationToken);
    }

    private async Task RestartGatewayAsync(Fault fault)
    {
        await site.KillGatewayAsync();
        await WaitAsync(fault);
        site.StartGateway();
    }

    private async Task RestartBridgeAsync(Fault fault)
    {
        await site.KillBridgeAsync();
        await WaitAsync(fault);
        site.StartBridge();
    }

    private async Task DamageAsync(Fault fault)
    {
        await site.KillGatewayAsync();
        KeptFiles.Damage(site.Installed.DataFolder, fault);
        await WaitAsync(fault);
        site.StartGateway();
    }

    private async Task KillBridgeAtAsync(FaultyProxy way, Sender sender, Fault fault)
    {
        await StrikeTrafficAsync(way, sender, site.KillBridgeAsync, fault);
        await WaitAsync(fault);
        site.StartBridge();
    }

    private async Task KillGatewayAtAsync(FaultyProxy way, Sender sender, Fault fault)
    {
        await StrikeTrafficAsync(way, sender, site.KillGatewayAsync, fault);
        await WaitAsync(fault);
        site.StartGateway();
    }

    private async Task KillBrokerAtAsync(FaultyProxy way, Sender sender, Fault fault)
    {
        await StrikeTrafficAsync(way, sender, () => site.Broker.KillAsync(cancellationToken), fault);
        await WaitAsync(fault);
        await site.Broker.RestartAsync(cancellationToken);
    }

    // The blow falls when the next data are on their way, and takes them with it or not; where none come in time it does not fall.
    private async Task StrikeTrafficAsync(FaultyProxy way, Sender sender, Func<Task> blow, Fault fault)
    {
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        way.BeforeNext(sender, async () =>
        {
            await blow();
            struck.SetResult();
            return fault.Choice % 2 == 0;
        });
        if (await Task.WhenAny(struck.Task, Task.Delay(TrafficLimit, TimeProvider.System, cancellationToken)) != struck.Task
            && way.Disarm())
        {
            say($"  nothing was on its way for {TrafficLimit.TotalSeconds} s");
            return;
        }

        await struck.Task;
    }

    private async Task DisturbAsync(Fault fault)
    {
        var way = site.AnyWay(fault.Choice);
        switch (fault.Kind)
        {
            case FaultKind.Cut:
                way.Refuses = true;
                way.Reset();
                break;
            case FaultKind.HalfOpen:
                way.Stall();
                break;
            case FaultKind.Slow:
                way.Delay = fault.Lasting / 4;
                break;
            default:
                way.ResetAfter(fault.Choice % 20_000);
                break;
        }

        await WaitAsync(fault);
        way.Heal();
    }

    private async Task FreezeAsync(Action freeze, Action thaw, Fault fault)
    {
        freeze();
        await WaitAsync(fault);
        thaw();
    }

    private async Task FreezeBridgeAsync(Fault fault)
    {
        await site.Bridge.SignalAsync("STOP", cancellationToken);
        await WaitAsync(fault);
        await site.Bridge.SignalAsync("CONT", cancellationToken);
    }

    private async Task FillDiskAsync(Fault fault)
    {
        if (site.Disk is null)
        {
            say("  left out: mounting a small disk takes root's rights");
            return;
        }

        site.Disk.Fill();
        await WaitAsync(fault);
        site.Disk.Free();
    }

    private async Task WaitAsync(Fault fault)
    {
        if (fault.Meanwhile is { } meanwhile)
        {
            await Task.Delay(fault.Lasting / 2, TimeProvider.System, cancellationToken);
            await StrikeAsync(meanwhile);
        }

        await Task.Delay(fault.Meanwhile is null ? fault.Lasting : fault.Lasting / 2, TimeProvider.System, cancellationToken);
    }
}
