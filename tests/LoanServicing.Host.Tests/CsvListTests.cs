using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests;

/// <summary>Every list of the API is CSV where that is asked for.</summary>
[Collection(SharedProgramme.Name)]
public sealed class CsvListTests(SharedProgramme shared)
{
    private static readonly string[] Lists =
    [
        "GET /api/v1/applications", "GET /api/v1/applications/{id}/collateral", "GET /api/v1/applications/{id}/milestones", "GET /api/v1/applications/{id}/notifications",
        "GET /api/v1/checks", "GET /api/v1/close-of-day", "GET /api/v1/funding/accounts", "GET /api/v1/funding/breaks", "GET /api/v1/funding/forecast",
        "GET /api/v1/funding/funders/{code}/statement",
        "GET /api/v1/funding/journal", "GET /api/v1/funding/ledger", "GET /api/v1/funding/periods", "GET /api/v1/funding/reconciliation",
        "GET /api/v1/funding/statements", "GET /api/v1/funding/trial-balance",
        "GET /api/v1/loans", "GET /api/v1/loans/{id}/late-charges", "GET /api/v1/loans/{id}/plan-changes", "GET /api/v1/loans/{id}/receipts", "GET /api/v1/loans/{id}/schedule",
        "GET /api/v1/loans/{id}/statement", "GET /api/v1/milestones", "GET /api/v1/notifications",
        "GET /api/v1/payment-orders", "GET /api/v1/payment-orders/problems", "GET /api/v1/portfolio/arrears", "GET /api/v1/portfolio/arrears/loans", "GET /api/v1/salary-deductions",
        "GET /api/v1/waiting-list",
    ];

    [Fact]
    public async Task Document_SaysWhichAnswersCanBeCsv()
    {
        var document = await ApiDocument.OfAsync(shared.Programme.Application);
        var csv = document.Operations.Where(one => one.Operation["responses"]!["200"]?["content"]?["text/csv"] is not null).ToList();

        Assert.Equal(Lists, csv.Select(one => one.Name));
        Assert.All(csv, one => Assert.NotNull(one.Operation["responses"]!["200"]!["headers"]!["Next-Cursor"]));
    }

    [Fact]
    public async Task EveryGetWithItems_IsAmongThem()
    {
        var document = await ApiDocument.OfAsync(shared.Programme.Application);

        var lists = document.Operations.Where(one => one.Name.StartsWith("GET", StringComparison.Ordinal) && HasItems(one.Operation, document)).Select(one => one.Name);

        Assert.Empty(lists.Except(Lists));
    }

    [Fact]
    public async Task EveryList_HasARowForEachItem()
    {
        var programme = shared.Programme;
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        (await journey.PayAsync(10_000_001, RunningProgramme.FirstDay, "csv-1")).Expect(HttpStatusCode.Created);
        (await programme.Officer.SendAsync($"{journey.Path}/milestones", new { kind = "established", on = RunningProgramme.Iso(RunningProgramme.FirstDay) })).Expect(HttpStatusCode.Created);
        (await programme.Finance.SendAsync(
            "funding/contributions",
            new { funder = "SINA", amountRials = 1, bankReference = "csv-2", valueDate = RunningProgramme.Iso(RunningProgramme.FirstDay) },
            "csv-2")).Expect(HttpStatusCode.Accepted);
        var loan = $"loans/{await journey.LoanIdAsync()}";
        foreach (var (path, client) in ((string, HttpClient)[])
        [
            ("applications?limit=500", programme.Officer), ($"{journey.Path}/collateral", programme.Officer), ($"{journey.Path}/milestones", programme.Officer), ("milestones?limit=500", programme.Officer), ("payment-orders?limit=500", programme.Officer), ("loans?limit=500", programme.Officer),
            ($"{loan}/receipts", programme.Officer), ($"{loan}/schedule", programme.Officer), ($"{loan}/statement", programme.Officer), ("waiting-list", programme.Officer),
            ("checks", programme.FinanceChecker), ("close-of-day", programme.Auditor), ("notifications?limit=500", programme.Officer), ($"{journey.Path}/notifications", programme.Auditor), ("funding/accounts", programme.Finance), ("funding/periods", programme.Auditor),
            ("funding/breaks", programme.Auditor), ("funding/forecast", programme.Auditor), ("funding/reconciliation", programme.Auditor), ("funding/statements", programme.Auditor),
            ("portfolio/arrears", programme.Auditor), ("portfolio/arrears/loans?limit=500", programme.Auditor), ("salary-deductions?limit=500", programme.Auditor),
            ("funding/trial-balance", programme.Auditor), ("funding/ledger?account=CASH&limit=500", programme.Auditor),
        ])
        {
            var list = (await client.ReadAsync(path)).Expect(HttpStatusCode.OK).Json!;
            var items = (list["items"] ?? list["rows"] ?? list["movements"])!.AsArray();
            var rows = await RowsAsync(client, path);

            Assert.True(items.Count == rows.Length - 1, $"{path}: {items.Count} items, {rows.Length - 1} rows");
            Assert.All(items.Take(1), item => Assert.Equal(item!.AsObject().First().Key, rows[0].Split(',')[0]));
        }
    }

    private static async Task<string[]> RowsAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/csv");
        using var answer = await client.SendAsync(request);
        Assert.Equal((path, "text/csv"), (path, answer.Content.Headers.ContentType!.MediaType));
        return (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool HasItems(JsonNode operation, ApiDocument document)
    {
        var schema = (string?)operation["responses"]!["200"]?["content"]?["application/json"]?["schema"]?["$ref"];
        return schema is not null && document.Schemas[schema.Split('/')[^1]]!["properties"]?["items"] is not null;
    }
}
