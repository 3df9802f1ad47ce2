using System.Globalization;
using Gateway.Commissioning;

namespace Gateway.Verbs;

/// <summary>A progress bar in one line that renews itself; only where somebody watches.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal)
{
    private const int BarWidth = 24;

    public void Show(ScanProgress progress)
    {
        if (!isTerminal)
        {
            return;
        }

        var filled = BarWidth * progress.Done / Math.Max(progress.Total, 1);
        var bar = new string('#', filled) + new string('.', BarWidth - filled);
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"\r[{bar}] {progress.Done}/{progress.Total}  {progress.Link.Text}  unit {progress.Unit}  {progress.Found} found\u001b[K"));
        output.Flush();
    }

    public void Clear()
    {
        if (isTerminal)
        {
            output.Write("\r\u001b[K");
        }
    }
}
