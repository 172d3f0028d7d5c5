using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LoanServicing.EndToEnd.Harness;
using NodaTime;

namespace LoanServicing.EndToEnd;

/// <summary>A statement of thousands of lines while the process is killed: as its lines are stored, and as they are booked. Sent again it ends, and every rial is there once.</summary>
public sealed class StatementKillTests
{
    private const int Lines = 3_000;

    [Fact]
    public async Task AKilledImport_SentAgain_EndsWithEachLineInTheBooksOnce()
    {
        using var folder = new HostFolder();
        var (file, total) = await StatementAsync();
        await using (var host = await ServeAsync(folder))
        {
            using var finance = await host.ClientAsync("finance-1", "finance");
            var sending = SendAsync(finance, file);
            await host.UntilAsync(async () => await FirstAsync(finance) is { } begun && (int)begun["linesRead"]! > 0, "some lines are stored");
            await host.KillAsync();
            await Task.WhenAny(sending); // its answer may have come or not
        }

        await using (var host = await ServeAsync(folder))
        {
            using var finance = await host.ClientAsync("finance-1", "finance");
            var id = (string)(await SendAsync(finance, file))["statementId"]!;
            await host.UntilAsync(async () => await MatchedAsync(finance, id) > 0, "some lines are booked");
            await host.KillAsync();
        }

        await using (var host = await ServeAsync(folder))
        {
            using var finance = await host.ClientAsync("finance-1", "finance");
            var again = await SendAsync(finance, file);
            Assert.True((bool)again["wasKnown"]!);
            await host.UntilAsync(async () => await MatchedAsync(finance, (string)again["statementId"]!) == Lines, "every line is matched");
            Assert.Equal(total, (long)(await finance.GetFromJsonAsync<JsonNode>("funding/position"))!["suspenseRials"]!);
            Assert.Equal(0, (long)(await finance.GetFromJsonAsync<JsonNode>("funding/reconciliation"))!["differenceRials"]!);
            await host.TerminateAsync();
        }

        Assert.Equal([$"{Lines} {Lines}"], folder.Query("funding", "select count(*), count(distinct bank_reference) from journal_entry where kind = 'suspense'"));
        await using var verify = HostProcess.Start(folder, ["verify"]);
        Assert.True(await verify.ExitAsync() == 0, verify.ToString());
    }

    private static async Task<HostProcess> ServeAsync(HostFolder folder)
    {
        var host = HostProcess.Start(folder, ["serve"]);
        await host.ReadyAsync();
        return host;
    }

    private static async Task<JsonNode> SendAsync(HttpClient finance, byte[] file)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var answer = await finance.PostAsync(new Uri("funding/statements", UriKind.Relative), content);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(body)! : throw new InvalidOperationException(body);
    }

    private static async Task<JsonNode?> FirstAsync(HttpClient finance) =>
        (await finance.GetFromJsonAsync<JsonNode>("funding/statements"))!["items"]!.AsArray().FirstOrDefault();

    private static async Task<int> MatchedAsync(HttpClient finance, string id) =>
        (int)(await finance.GetFromJsonAsync<JsonNode>($"funding/statements/{id}"))!["lines"]!["matched"]!;

    /// <summary>Credits that name no loan, with balances, of days before today whatever the business date is.</summary>
    private static async Task<(byte[] File, long Total)> StatementAsync()
    {
        var day = SystemClock.Instance.GetCurrentInstant().InUtc().Date.PlusDays(-1);
        await using var text = new StringWriter(new StringBuilder("date,credit,debit,balance,reference\n"), CultureInfo.InvariantCulture);
        var balance = 0L;
        for (var n = 1; n <= Lines; n++)
        {
            balance += 5_000_000 + n;
            await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{day:uuuu-MM-dd},{5_000_000 + n},,{balance},KILL-{n}\n"));
        }

        return (Encoding.UTF8.GetBytes(text.ToString()), balance);
    }
}
