using System.Text.Json;
using LoanServicing.Disbursement.Resolutions;
using LoanServicing.Disbursement.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Two people of finance who tell what the bank has written: the command's and the check's own code, without HTTP around it.</summary>
internal sealed class FinanceDesk(DisbursementBench bench)
{
    public const string NeverBooked = """{"outcome":"not-paid","notPaidAs":"never-booked","reason":"letter 17 of the bank"}""";

    private const string SelectRequest =
        """
        select request_id, kind, subject_id, county, person, payload, reason, maker, made_at, business_date, status, checker, check_reason
        from check_request where request_id = @requestId
        """;

    private const string Approve =
        "update check_request set status = 'approved', checker = @checker where request_id = @requestId and status = 'waiting'";

    private static readonly Caller Maker = new("finance-1", [Roles.Finance], []);
    private static readonly Caller Checker = new("finance-2", [Roles.Finance], []);

    public static string Paid(PaymentOrderRow order, string reference, string valueDate = BankMessages.ValueDate, bool? corrected = null) =>
        JsonSerializer.Serialize(new
        {
            outcome = "paid", amountRials = order.Amount.Value, bankReference = reference, valueDate, amountCorrected = corrected, reason = "letter 17 of the bank",
        });

    public static string Returned(PaymentOrderRow order, string reference, string valueDate = BankMessages.ValueDate) => JsonSerializer.Serialize(new
    {
        outcome = "not-paid", notPaidAs = "returned", amountRials = order.Amount.Value, bankReference = reference, valueDate, reason = "letter 17 of the bank",
    });

    public Task<Answer> AskAsync(PaymentOrderRow order, string body) => bench.Service.Database.WriteAsync(async unit =>
    {
        var http = new DefaultHttpContext();
        http.Request.RouteValues["id"] = order.OrderId.ToString();
        using var json = JsonDocument.Parse(body);
        var context = new CommandContext(http, Maker, new RequestBody(json.RootElement.Clone()), unit, Contracts.SignedOn);
        return RolledBackIfRefused(unit, await AskResolution.AskAsync(context));
    });

    public Task<Answer> ApproveAsync(Guid requestId) => bench.Service.Database.WriteAsync(async unit =>
    {
        var request = await unit.QuerySingleAsync<CheckRequest>(SelectRequest, new { requestId });
        await unit.ExecuteAsync(Approve, new { requestId, checker = Checker.Subject });
        return RolledBackIfRefused(unit, await ResolveOrder.Kind.CarryOut(new CheckContext(request, Checker, unit, Contracts.SignedOn)));
    });

    public async Task<Guid> AskedAsync(PaymentOrderRow order, string body)
    {
        var answer = await AskAsync(order, body);
        Assert.True(answer.Status == 202, answer.Problem?.ToString());
        return Assert.IsType<CheckAsked>(answer.Body).RequestId;
    }

    /// <summary>Asked for and approved.</summary>
    public async Task ResolveAsync(PaymentOrderRow order, string body)
    {
        var answer = await ApproveAsync(await AskedAsync(order, body));
        Assert.True(answer.Status == 200, answer.Problem?.ToString());
    }

    private static Answer RolledBackIfRefused(UnitOfWork unit, Answer answer)
    {
        if (answer.Problem is not null)
        {
            unit.Refuse();
        }

        return answer;
    }
}
