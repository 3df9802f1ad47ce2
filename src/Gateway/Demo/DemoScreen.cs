using System.Globalization;
using System.Text;

namespace Gateway.Demo;

/// <summary>Shows the demo as it goes: a table that renews itself in a terminal, plain lines elsewhere.</summary>
internal sealed class DemoScreen(TextWriter output, bool isTerminal)
{
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
        if (linesOnScreen > 0)
        {
            // Cursor up to where the last table began.
            text.Append(CultureInfo.InvariantCulture, $"\u001b[{linesOnScreen}A");
        }

        foreach (var line in lines)
        {
            // Clear to the end of the line, since the one before may have been longer.
            text.Append(line).Append("\u001b[K\n");
        }

        output.Write(text.Append("\u001b[J"));
        output.Flush();
        linesOnScreen = lines.Count;
    }
}
