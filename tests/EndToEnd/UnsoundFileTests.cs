using System.Text;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>A file that is not sound as a whole is refused by <c>import-applications</c> with the line that shows it, before a host is asked.</summary>
public sealed class UnsoundFileTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Applications => _folder.File("applications.csv");

    [Theory]
    [InlineData("an unclosed quote", "line 3: a quote that opens in this row is never closed")]
    [InlineData("a stray quote", "line 3: a quote stands within a field")]
    [InlineData("an unclosed quote in the header", "line 1: a quote that opens in this row is never closed")]
    [InlineData("too few columns", "line 3: the row has 5 fields and the header 21")]
    [InlineData("too many columns", "line 3: the row has 22 fields and the header 21")]
    [InlineData("another file", "line 1: there is no column externalRef, nationalId, tranche, amountRials, installments;")]
    [InlineData("no column", "line 1: there is no column tranche")]
    [InlineData("a column twice", "line 1: the column 'jobs' is named twice")]
    [InlineData("an unknown column", "line 1: an application has no field 'jobz'; leave that column out, or name it as one of jobs;")]
    [InlineData("unknown columns", "line 1: an application has no field 'Rural', 'jobz'; leave that column out, or name it as one of rural, jobs;")]
    [InlineData("a nameless column", "line 1: an application has no field ''; leave that column out;")]
    [InlineData("semicolons", "line 1: there is no column externalRef, nationalId")]
    [InlineData("nothing", " is empty")]
    [InlineData("empty lines", " is empty")]
    [InlineData("windows-1256", "line 2: the text is not in UTF-8")]
    [InlineData("UTF-16", "line 1: the text is not in UTF-8")]
    public async Task Import_NotSound_IsRefusedBeforeAnythingIsSubmitted(string fault, string named)
    {
        await File.WriteAllBytesAsync(Applications, Damaged(fault));

        await RefusedStart.AssertAsync(HostProcess.Start(_folder, ["import-applications", Applications]), Applications, named, "; nothing of the file was used.");

        Assert.False(Directory.Exists(_folder.Data), "A host was started for it");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",reasons")]
    public async Task Import_HeaderWithoutRows_IsRefused(string more)
    {
        await File.WriteAllTextAsync(Applications, SampleApplications.First(1).Lines[0] + more + "\n");

        await RefusedStart.AssertAsync(
            HostProcess.Start(_folder, ["import-applications", Applications]), $"{Applications} has no rows; nothing was submitted.");

        Assert.False(Directory.Exists(_folder.Data), "A host was started for it");
    }

    [Fact]
    public async Task Import_NoFile_IsRefused()
    {
        Directory.CreateDirectory(Applications);

        await RefusedStart.AssertAsync(HostProcess.Start(_folder, ["import-applications", Applications]), $"{Applications} is a folder;");
        await RefusedStart.AssertAsync(HostProcess.Start(_folder, ["import-applications", Applications + ".none"]), $"There is no file {Applications}.none.");
    }

    /// <summary>The header and three rows, with one fault; the row that shows it is the second, unless it is of the header or of every row.</summary>
    private static byte[] Damaged(string fault)
    {
        string[] lines = [.. SampleApplications.First(3).Lines];
        var second = lines[2];
        (lines[0], lines[2]) = fault switch
        {
            "an unclosed quote" => (lines[0], "\"" + second),
            "a stray quote" => (lines[0], second.Replace(",none,", ",no\"ne,")),
            "an unclosed quote in the header" => (lines[0].Replace("jobs", "\"jobs"), second),
            "too few columns" => (lines[0], string.Join(',', second.Split(',').Take(5))),
            "too many columns" => (lines[0], second + ",1"),
            "no column" => (lines[0].Replace("tranche", "trench"), second),
            "an unknown column" => (lines[0].Replace("jobs", "jobz"), second),
            "unknown columns" => (lines[0].Replace("jobs", "jobz").Replace("rural", "Rural"), second),
            "a nameless column" => (lines[0] + ",", second),
            "a column twice" => (lines[0].Replace("rural", "jobs"), second),
            _ => (lines[0], second),
        };
        var text = string.Join("\r\n", lines) + "\r\n";
        return fault switch
        {
            "nothing" => [],
            "another file" => "name,amount\nReza,5\n"u8.ToArray(),
            "empty lines" => "\r\n\r\n"u8.ToArray(),
            "semicolons" => Encoding.UTF8.GetBytes(text.Replace(',', ';')),
            "UTF-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "windows-1256" => [.. text.Select(c => c < 128 ? (byte)c : (byte)0xC7)], // each letter one byte, as in any code page
            _ => Encoding.UTF8.GetBytes(text),
        };
    }
}
