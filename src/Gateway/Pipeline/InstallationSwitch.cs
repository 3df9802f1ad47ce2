using System.Collections.ObjectModel;
using Gateway.Core;

namespace Gateway.Pipeline;

/// <summary>
/// Another installation on its way to the recorder. It travels in the queue of the polls, as a poll without readings, so that its place
/// among them is its place in the journal: what was polled before it is folded by the calculations of before.
/// </summary>
/// <param name="next">What runs from there on.</param>
/// <param name="onTurn">Called on the recorder's own turn, before the tick that marks the change is recorded.</param>
internal sealed class InstallationSwitch(Installation next, Action onTurn) : ReadOnlyCollection<Reading>([])
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Installation Next => next;

    /// <summary>Completes when the change is on disk.</summary>
    public Task Done => done.Task;

    public void Take() => onTurn();

    public void Complete() => done.SetResult();
}
