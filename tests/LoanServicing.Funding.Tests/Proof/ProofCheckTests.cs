using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoanServicing.Funding.Proof;

namespace LoanServicing.Funding.Tests.Proof;

/// <summary>A proof that somebody has changed is found, also when the last line was made anew.</summary>
public class ProofCheckTests : IAsyncLifetime
{
    private List<string> _lines = [];

    /// <summary>Which line, by how it begins; how it is edited; and what the check says of it.</summary>
    public static TheoryData<string, string, string> Edits => new()
    {
        { "{\"proof\":", "ratioAlavi+1", "the header says that the funders stand 26 : 59" },
        { "{\"proof\":", "ratioSina+1", "the header says that the funders stand 25 : 60" },
        { "{\"proof\":", "ratioAlavi=-25", "the header says that the funders stand -25 : 59" },
        { "{\"proof\":", "asOf=2026-11-21", "after the day that the header says the proof is of, 2026-11-21" },
        { "{\"entry\":", "lines[0].amountRials+1", "does not match its hash" },
        { "{\"entry\":", "lines[0].amountRials=0", "is no entry" },
        { "{\"entry\":", "lines[0].amountRials=9223372036854775807", "does not match its hash" },
        { "{\"entry\":", "lines[0].owner=SERVICER", "does not match its hash" },
        { "{\"entry\":", "origin.bankReference=X", "does not match its hash" },
        { "{\"entry\":", "origin.bookingDate=2026-11-21", "does not match its hash" },
        { "{\"entry\":", "kind=suspense", "does not match its hash" },
        { "{\"entry\":", "hash=00", "does not match its hash" },
        { "{\"entry\":", "number+1000", "out of its place" },
        { "{\"entry\":", "seal=2", "out of its place" },
        { "{\"block\":", "hash=00", "block 1 does not follow" },
        { "{\"block\":", "previousHash=00", "block 1 does not follow" },
        { "{\"block\":", "entries+1", "block 1 does not follow" },
        { "{\"block\":", "number+1", "block 2 does not follow" },
        { "{\"day\":", "debitsRials+1", "day 2026-11-22 of" },
        { "{\"day\":", "date=2026-11-21", "day 2026-11-21 of" },
        { "{\"day\":", "datePersian=1405-09-02", "datePersian is" },
        { "{\"tranche\":", "disbursedRials+1", "tranche employment of ALAVI" },
        { "{\"funder\":", "cashRials+1", "funder ALAVI" },
        { "{\"funder\":", "identities[0].holds=false", "identities[0].holds is" },
        { "{\"funder\":", "code=SINA", "funder ALAVI is missing from the report" },
        { "{\"bank\":", "balanceRials+1", "the bank differs" },
        { "{\"loan\":", "outstandingRials+1", "outstandingRials is" },
        { "{\"loan\":", "funders.SINA.collectedRials+1", "funders.SINA.collectedRials is" },
        { "{\"loan\":", "holds=false", "holds is" },
        { "{\"loan\":", "loanId=01900000-0000-7000-8000-000000000000", "loan 01900000-0000-7000-8000-000000000000 differs" },
    };

    public async Task InitializeAsync()
    {
        using var bench = await ProofBench.FillAsync();
        _lines = ProofBench.LinesOf(await ProofBench.WriteAsync(bench));
        Assert.True((await ProofBench.CheckAsync(ProofBench.Ended(_lines))).IsClean);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task An_edited_line_is_named_whatever_the_last_line_says(string begins, string edit, string named)
    {
        var at = _lines.FindIndex(line => line.StartsWith(begins, StringComparison.Ordinal));
        _lines[at] = Edited(_lines[at], edit);

        var plain = await ProofBench.CheckAsync(ProofBench.TextOf(_lines));
        var ended = await ProofBench.CheckAsync(ProofBench.Ended(_lines));

        Assert.Contains(plain.Differences, difference => difference.Contains(named, StringComparison.Ordinal));
        Assert.Contains("the lines are not those that the last line counts and has the digest of", plain.Differences);
        Assert.Contains(ended.Differences, difference => difference.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_digest_of_the_file_binds_what_no_entry_tells()
    {
        var whole = await ProofBench.CheckAsync(ProofBench.TextOf(_lines));
        _lines[0] = Edited(_lines[0], "product=another");
        var edited = await ProofBench.CheckAsync(ProofBench.Ended(_lines));

        Assert.True(edited.IsClean);
        Assert.NotEqual(whole.FileSha256, edited.FileSha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ProofBench.Ended(_lines)))), edited.FileSha256);
    }

    [Fact]
    public async Task Each_missing_line_is_found_whatever_the_last_line_says()
    {
        for (var at = 1; at < _lines.Count; at++)
        {
            var without = _lines.Where((_, index) => index != at).ToList();
            Assert.False((await ProofBench.CheckAsync(ProofBench.TextOf(without))).IsClean, _lines[at]);
            if (at < _lines.Count - 1 && !IsOfNothing(_lines[at]))
            {
                Assert.False((await ProofBench.CheckAsync(ProofBench.Ended(without))).IsClean, _lines[at]);
            }
        }
    }

    [Fact]
    public async Task Swapped_lines_are_found()
    {
        for (var at = 1; at < _lines.Count - 1; at++)
        {
            var swapped = _lines.ToList();
            (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
            Assert.False((await ProofBench.CheckAsync(ProofBench.TextOf(swapped))).IsClean, _lines[at]);
            if (_lines[at].StartsWith("{\"entry\":", StringComparison.Ordinal) || _lines[at].StartsWith("{\"block\":", StringComparison.Ordinal))
            {
                Assert.False((await ProofBench.CheckAsync(ProofBench.Ended(swapped))).IsClean, _lines[at]);
            }
        }
    }

    [Fact]
    public async Task An_added_line_is_found_whatever_the_last_line_says()
    {
        for (var at = 1; at < _lines.Count - 1; at++)
        {
            var added = _lines.ToList();
            added.Insert(at, _lines[at]);
            Assert.False((await ProofBench.CheckAsync(ProofBench.TextOf(added))).IsClean, _lines[at]);
            Assert.False((await ProofBench.CheckAsync(ProofBench.Ended(added))).IsClean, _lines[at]);
        }
    }

    [Fact]
    public async Task A_file_that_is_cut_anywhere_is_found()
    {
        var bytes = Encoding.UTF8.GetBytes(ProofBench.TextOf(_lines));
        for (var length = 0; length < bytes.Length; length += length > bytes.Length - 50 ? 1 : 37)
        {
            using var cut = new MemoryStream(bytes[..length]);
            try
            {
                Assert.False((await ProofCheck.RunAsync(cut, CancellationToken.None)).IsClean, $"cut after {length} bytes");
            }
            catch (DamagedProofException damage)
            {
                Assert.Contains("Line ", damage.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(1, "{\"entry\":{}}", "Line 1 ")]
    [InlineData(1, "", "Line 1 ")]
    [InlineData(1, "name,amount", "Line 1 ")]
    [InlineData(3, "", "Line 3 ")]
    [InlineData(3, "{\"entry\":{\"number\":1}}", "Line 3 ")]
    [InlineData(3, "{\"entry\":null}", "Line 3 ")]
    [InlineData(3, "[]", "Line 3 ")]
    [InlineData(3, "{\"block\":{\"number\":1,\"entries\":1,\"previousHash\":\"\",\"hash\":\"\",\"more\":1}}", "Line 3 ")]
    [InlineData(3, "{\"block\":{\"number\":1,\"entries\":1,\"previousHash\":\"\",\"hash\":\"\"}} ,", "Line 3 ")]
    [InlineData(3, "{\"block\":{\"number\":1.5,\"entries\":1,\"previousHash\":\"\",\"hash\":\"\"}}", "Line 3 ")]
    [InlineData(3, "{\"block\":{\"number\":1,\"number\":1,\"entries\":1,\"previousHash\":\"\",\"hash\":\"\"}}", "Line 3 ")]
    [InlineData(3, "{\"interest\":{}}", "Line 3 ")]
    public async Task A_line_that_cannot_be_read_is_told_by_its_number(int number, string line, string named)
    {
        _lines[number - 1] = line;

        var damage = await Assert.ThrowsAsync<DamagedProofException>(() => ProofBench.CheckAsync(ProofBench.TextOf(_lines)));

        Assert.StartsWith(named, damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_of_another_format_is_refused()
    {
        _lines[0] = _lines[0].Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal);

        var damage = await Assert.ThrowsAsync<DamagedProofException>(() => ProofBench.CheckAsync(ProofBench.TextOf(_lines)));

        Assert.Contains("format 2", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_a_line_without_end_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(ProofBench.TextOf(_lines));
        bytes[^10] = 0xFF;
        using var damaged = new MemoryStream(bytes);
        using var endless = new MemoryStream(new byte[4 << 20]);

        var found = await Record.ExceptionAsync(() => ProofCheck.RunAsync(damaged, CancellationToken.None));
        var tooLong = await Assert.ThrowsAsync<DamagedProofException>(() => ProofCheck.RunAsync(endless, CancellationToken.None));

        Assert.IsType<DamagedProofException>(found);
        Assert.Contains("too long", tooLong.Message, StringComparison.Ordinal);
        Assert.True(endless.Position < endless.Length, "all of it was read");
    }

    [Fact]
    public async Task Only_the_first_twenty_differences_are_kept_and_all_are_counted()
    {
        var edited = _lines.Select(EachOnce).ToList();
        Assert.True(edited.Except(_lines).Count() > ProofCheck.DifferencesKept);

        var report = await ProofBench.CheckAsync(ProofBench.TextOf(edited));

        Assert.Equal(ProofCheck.DifferencesKept, report.Differences.Count);
        Assert.Equal(edited.Except(_lines).Count() + 1, report.Found);
    }

    private static string EachOnce(string line) => ProofLines.KindOf(Encoding.UTF8.GetBytes(line)) switch
    {
        ProofLines.Day => Edited(line, "debitsRials+1"),
        ProofLines.Tranche => Edited(line, "clearingRials+1"),
        ProofLines.Loan => Edited(line, "collectedRials+1"),
        _ => line,
    };


    // A tranche in which nothing has moved may be left out.
    private static bool IsOfNothing(string line) =>
        line.StartsWith("{\"tranche\":", StringComparison.Ordinal) && line.Contains("\"disbursedRials\":0", StringComparison.Ordinal);

    /// <summary><c>path=value</c> or <c>path+number</c>, where the path begins inside the line's one property.</summary>
    private static string Edited(string line, string edit)
    {
        var at = edit.IndexOfAny(['=', '+']);
        return ProofBench.Edit(line, root =>
        {
            var node = root.AsObject().Single().Value!;
            var steps = edit[..at].Replace("[", ".[", StringComparison.Ordinal).Split('.');
            foreach (var step in steps[..^1])
            {
                node = step[0] == '[' ? node[int.Parse(step[1..^1])]! : node[step]!;
            }

            var (name, text) = (steps[^1], edit[(at + 1)..]);
            var before = node[name];
            node[name] = before switch
            {
                _ when edit[at] == '+' => (long)before! + long.Parse(text),
                JsonValue value when value.GetValueKind() == JsonValueKind.Number => long.Parse(text),
                JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => bool.Parse(text),
                _ => text,
            };
        });
    }
}
