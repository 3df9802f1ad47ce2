namespace Gateway.Tests.Reloading;

/// <summary>Configurations of a small plant, to be varied.</summary>
internal sealed record PlantText(SimulatedDevices Kept, SimulatedDevices Changed)
{
    public string Site { get; init; } = "s";

    public string Retrofit { get; init; } = "rated_speed_rpm: 1000";

    public string ChangedLink { get; init; } = "reply_timeout: 30s";

    public string ChangedInterval { get; init; } = "1s";

    public string More { get; init; } = string.Empty;

    public string Links { get; init; } = string.Empty;

    public override string ToString() => $$"""
        site: {{Site}}
        gateway: g
        profiles: profiles
        http: { enabled: false }
        links:
          - name: kept
            tcp: {{Kept.EndPoint}}
            reply_timeout: 30s
            connect_timeout: 30s
            devices:
              - { name: fan, profile: probe, unit: 1, interval: 1s }
          - name: changed
            tcp: {{Changed.EndPoint}}
            connect_timeout: 30s
            {{ChangedLink}}
            devices:
              - { name: pump, profile: probe, unit: 2, interval: {{ChangedInterval}} }
        {{Links}}
        retrofits:
          - name: id-fan
            power: fan.active_power_kw
            speed: fan.speed_rpm
            baseline: { kind: fan_curve, control: outlet_damper, full_flow_power_kw: 20, {{Retrofit}} }
        {{More}}
        """;
}
