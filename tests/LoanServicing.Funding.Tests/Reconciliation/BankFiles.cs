using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LoanServicing.Funding.Tests.StatementFiles;
using LoanServicing.TestSupport;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>Statements of the bank with their balances, sent as the bank writes them.</summary>
internal static class BankFiles
{
    /// <summary>One day of the account.</summary>
    /// <param name="lines">Negative for what left it.</param>
    public static string Day(LocalDate day, long opening, params (long Amount, string Reference)[] lines)
    {
        var on = LocalDatePattern.Iso.Format(day);
        var entries = lines.Select(line => StatementSample.Entry(
            Math.Abs(line.Amount).ToString(System.Globalization.CultureInfo.InvariantCulture), line.Amount > 0 ? "CRDT" : "DBIT", day: on, reference: line.Reference));
        return StatementSample.Document(StatementSample.Statement(
            $"<FrToDt><FrDtTm>{on}T00:00:00</FrDtTm><ToDtTm>{on}T23:59:59</ToDtTm></FrToDt>"
            + StatementSample.Balance("OPBD", opening, on) + StatementSample.Balance("CLBD", opening + lines.Sum(line => line.Amount), on) + string.Concat(entries),
            id: Guid.CreateVersion7().ToString("N")));
    }

    public static async Task<Guid> SendFileAsync(this TestApplication app, string file)
    {
        using var content = new StringContent(file, Encoding.UTF8, "application/xml");
        using var answer = await app.Finance(1).PostAsync(new Uri("funding/statements", UriKind.Relative), content);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, body.ToString());
        return body.GetProperty("statementId").GetGuid();
    }

    /// <summary>Something is changed behind the program's back.</summary>
    public static async Task ChangeAsync(this TestApplication app, string sql, object? parameters = null) =>
        Assert.Equal(1, await app.Database(FundingService.Name).WriteAsync(unit => unit.ExecuteAsync(sql, parameters)));

    /// <summary>A file of which not all lines are stored, as when the program ended meanwhile.</summary>
    public static Task CutAsync(this TestApplication app, Guid file) =>
        app.ChangeAsync("update statement_file set status = 'reading', lines_read = 0 where file_id = @file", new { file });

    /// <summary>Waits until the line has been compared with the books and come to this.</summary>
    public static Task LineIsAsync(this TestApplication app, string reference, string state) => Eventually.TrueAsync(
        async () => await app.OneAsync<string>($"select state from statement_line where reference = '{reference}'") == state, $"line {reference} is {state}");
}
