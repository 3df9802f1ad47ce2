namespace Gateway.History;

/// <summary>How long the history is kept. <see cref="HistoryDatabase.Prune"/> deletes what is older.</summary>
public sealed record HistoryOptions
{
    /// <summary>Minute roll-ups, default 31 days.</summary>
    public TimeSpan KeepMinutes { get; init; } = TimeSpan.FromDays(31);

    /// <summary>Hour roll-ups, default 2 years.</summary>
    public TimeSpan KeepHours { get; init; } = TimeSpan.FromDays(731);

    /// <summary>Day roll-ups, default 10 years.</summary>
    public TimeSpan KeepDays { get; init; } = TimeSpan.FromDays(3653);

    /// <summary>Results of periods, default 10 years.</summary>
    public TimeSpan KeepResults { get; init; } = TimeSpan.FromDays(3653);

    /// <summary>The newest so many events, default 100 000.</summary>
    public int MaxEvents { get; init; } = 100_000;

    internal TimeSpan Keep(Resolution level) => level switch
    {
        Resolution.Minute => KeepMinutes,
        Resolution.Hour => KeepHours,
        _ => KeepDays,
    };
}
