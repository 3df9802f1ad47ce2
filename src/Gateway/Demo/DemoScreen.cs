using System.Globalization;
using System.Text;

namespace Gateway.Demo;

/// <summary>Shows the demo as it goes: a table that renews itself in a terminal, plain lines elsewhere.</summary>
internal sealed class DemoScreen(TextWriter output, bool isTerminal)
{
    private const int NarrowestWidth = 40;
    private int linesOnScreen;

    /// <summary>Shows the state of this instant.</summary>
    public void Show(DemoState state)
    {
        if (!isTerminal)
        {
            output.WriteLine(DemoText.Line(state));
            return;
        }

        var lines = DemoText.Table(state);
        var text = new StringBuilder();
        var width = Math.Max(Console.WindowWidth, NarrowestWidth);
        if (linesOnScreen > 0)
        {
            // Cursor up to where the last table began.
            text.Append(CultureInfo.InvariantCulture, $"\u001b[{linesOnScreen}A");
        }

        foreach (var line in lines)
        {
            // A line that wraps would be two; and what an older, longer one left behind is cleared.
            text.Append(line.Length < width ? line : line[..(width - 1)]).Append("\u001b[K\n");
        }

        output.Write(text.Append("\u001b[J"));
        output.Flush();
        linesOnScreen = lines.Count;
    }
}
