using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Host.Tests.Support;

/// <summary>One application on its way, taken step by step as the people of the programme would.</summary>
internal sealed class LoanJourney
{
    private readonly RunningProgramme _programme;

    private LoanJourney(RunningProgramme programme, JsonObject application, Guid id)
    {
        _programme = programme;
        Application = application;
        Id = id;
    }

    public JsonObject Application { get; }

    public Guid Id { get; }

    public string Path => $"applications/{Id}";

    /// <summary>More than is asked for of a promissory note, 115 % of the loan.</summary>
    private long NoteRials => (long)Application["amountRials"]! * 5 / 4;

    private string ContractNumber => $"C-{Id:N}";

    public static async Task<LoanJourney> ApplyAsync(RunningProgramme programme, JsonObject application)
    {
        var applicant = programme.Applicant((string)application["nationalId"]!);
        var reply = (await applicant.SendAsync("applications", application)).Expect(HttpStatusCode.Created);
        return new LoanJourney(programme, application, (Guid)reply["applicationId"]);
    }

    /// <summary>An application that the rules have let through.</summary>
    public static async Task<LoanJourney> AssessedAsync(RunningProgramme programme, JsonObject application)
    {
        var journey = await ApplyAsync(programme, application);
        await journey.UntilAsync("AwaitingApproval");
        return journey;
    }

    /// <summary>An application that is approved, with whatever that takes.</summary>
    public static async Task<LoanJourney> ApprovedAsync(RunningProgramme programme, JsonObject application)
    {
        var journey = await AssessedAsync(programme, application);
        await journey.ApproveAsync();
        return journey;
    }

    /// <summary>An application whose money is set aside.</summary>
    public static async Task<LoanJourney> ReservedAsync(RunningProgramme programme, JsonObject application)
    {
        var journey = await ApprovedAsync(programme, application);
        await journey.UntilAsync("FundsReserved");
        return journey;
    }

    /// <summary>A loan that is paid out on the first day; and the payment.</summary>
    public static async Task<(LoanJourney Journey, BankOrder Order)> ActiveAsync(RunningProgramme programme, JsonObject application)
    {
        var journey = await ReservedAsync(programme, application);
        await journey.SignAsync();
        var order = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(order, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");
        return (journey, order);
    }

    public async Task<JsonNode> StateAsync() => (await _programme.Officer.ReadAsync(Path)).Expect(HttpStatusCode.OK).Json!;

    /// <summary>Waits until the application has this status, and gives it then.</summary>
    public Task<JsonNode> UntilAsync(string status) =>
        Eventually.ValueAsync(StateAsync, state => (string)state["status"]! == status, $"{Id} is {status}");

    /// <summary>The statuses it went through, in order.</summary>
    public async Task<IReadOnlyList<string>> TimelineAsync() =>
        [.. (await StateAsync())["timeline"]!.AsArray().Select(entry => (string)entry!["status"]!)];

    /// <summary>Approves, by a second person too when one is asked for.</summary>
    public async Task ApproveAsync(object? body = null)
    {
        var reply = await _programme.Officer.SendAsync($"{Path}/approvals", body);
        if (reply.Status == HttpStatusCode.Accepted)
        {
            reply = await _programme.Supervisor.SendAsync($"checks/{reply["requestId"]}/approval");
        }

        reply.Expect(HttpStatusCode.OK);
    }

    public async Task SignAsync() =>
        (await _programme.Officer.SendAsync($"{Path}/contract", Contract(), $"sign-{Id}")).Expect(HttpStatusCode.OK);

    public object Contract() => new
    {
        contractNumber = ContractNumber,
        signedOn = RunningProgramme.Iso(RunningProgramme.FirstDay),
        collateral = new[] { new { kind = "promissory-note", number = $"S-{Id:N}", amountRials = NoteRials } },
        guarantors = Array.Empty<object>(),
    };

    public async Task<Guid> LoanIdAsync() => (Guid)(await StateAsync())["loanId"]!;

    /// <summary>The loan as the officer sees it.</summary>
    public async Task<JsonNode> LoanAsync() => (await _programme.Officer.ReadAsync($"loans/{await LoanIdAsync()}")).Expect(HttpStatusCode.OK).Json!;

    /// <summary>A receipt at the counter.</summary>
    public async Task<Reply> PayAsync(long amountRials, LocalDate valueDate, string reference)
    {
        var body = new { amountRials, bankReference = reference, valueDate = RunningProgramme.Iso(valueDate), channel = "branch" };
        return await _programme.Cashier.SendAsync($"loans/{await LoanIdAsync()}/receipts", body, $"key-{reference}");
    }

    /// <summary>Pays all that is owed at the counter on the first day, and waits until the loan is settled.</summary>
    public async Task SettleAsync(string reference)
    {
        (await PayAsync((long)(await LoanAsync())["settlementRials"]!, RunningProgramme.FirstDay, reference)).Expect(HttpStatusCode.Created);
        await UntilAsync("Settled");
    }
}
