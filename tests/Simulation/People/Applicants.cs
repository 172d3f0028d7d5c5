using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using LoanServicing.Intake;
using LoanServicing.Simulation.Checks;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.People;

/// <summary>One application as its applicant knows it.</summary>
internal sealed class Application(int number, Person applicant, JsonObject body)
{
    public string Name { get; } = $"a{number}";

    public Person Applicant { get; } = applicant;

    public JsonObject Body { get; } = body;

    public string Tranche => (string)Body["tranche"]!;

    public long Amount => (long)Body["amountRials"]!;

    /// <summary>Once it is accepted.</summary>
    public Guid? Id { get; set; }

    /// <summary>As last read.</summary>
    public string Status { get; set; } = "";

    public Guid? LoanId { get; set; }
}

/// <summary>People who apply, some of them twice for the same purpose, some without a document, some in vain.</summary>
internal sealed class Applicants
{
    private const string SinaBank = "059";
    private static readonly int[] Tenors = [24, 36, 48, 60, 84];

    private readonly SimulatedWorld _world;
    private readonly Clients _clients;
    private readonly Queue<Application> _toApply = new();
    private readonly Dictionary<string, Application> _accounts = [];
    private int _ibans;

    public Applicants(SimulatedWorld world, Clients clients)
    {
        (_world, _clients) = (world, clients);
        for (var person = 1; person <= world.Plan.People; person++)
        {
            Prepare(person);
        }
    }

    public List<Application> All { get; } = [];

    /// <summary>Those that the product has.</summary>
    public IReadOnlyList<Application> Known => [.. All.Where(application => application.Id is not null)];

    public bool HasMore => _toApply.Count > 0;

    /// <summary>The next one applies; somebody who was in doubt applies again with the same reference.</summary>
    public void Apply()
    {
        var application = _toApply.Dequeue();
        Submit(application);
        if (_world.Chance.Hits(150))
        {
            Submit(application);
        }
    }

    public string NewAccount(Application application)
    {
        var bban = $"{SinaBank}{++_ibans:D19}";
        var check = 98 - (int)(BigInteger.Parse(bban + "182700", CultureInfo.InvariantCulture) % 97);
        var iban = $"IR{check:D2}{bban}";
        _accounts[iban] = application;
        return iban;
    }

    public Application OwnerOf(string iban) =>
        _accounts.GetValueOrDefault(iban) ?? throw new FindingException($"R8: the bank is told to pay to {iban}, which nobody has named.");

    private void Prepare(int person)
    {
        var tranche = _world.Chance.Weighted([(6, "employment"), (2, "health"), (2, "housing")]);
        var nationalId = NationalId(person);
        Add(nationalId, tranche);
        if (_world.Chance.Hits(350))
        {
            Add(nationalId, _world.Chance.Hits(700) ? tranche : "health");
        }
    }

    private void Add(string nationalId, string tranche)
    {
        var number = All.Count + 1;
        var application = new Application(number, new Person(nationalId, "applicant"), Body(nationalId, tranche, number));
        application.Body["iban"] = NewAccount(application);
        All.Add(application);
        _toApply.Enqueue(application);
    }

    private void Submit(Application application)
    {
        var by = _world.Chance.Hits(700) ? application.Applicant : Staff.Officer;
        var call = new Call(IntakeService.Name, "POST", "/applications", by, application.Body.DeepClone(), _clients.NewKey());
        _clients.Send(new Request($"{application.Name} applies", call, reply => Accepted(application, reply)));
    }

    private void Accepted(Application application, Reply reply)
    {
        if (!reply.IsDone)
        {
            throw new FindingException($"{application.Name} was not accepted: {reply}");
        }

        var id = (Guid)reply["applicationId"]!;
        if (application.Id is { } known && known != id)
        {
            throw new FindingException($"R8: {application.Name} was accepted twice.");
        }

        application.Id = id;
        _world.Trace.Name(id, application.Name);
    }

    private JsonObject Body(string nationalId, string tranche, int number)
    {
        var chance = _world.Chance;
        var body = new JsonObject
        {
            ["externalRef"] = $"S-{number:D4}",
            ["nationalId"] = nationalId,
            ["firstName"] = "رضا",
            ["lastName"] = "سالاری",
            ["birthDate"] = "1370/04/08",
            ["mobile"] = "09459209971",
            ["postalCode"] = "7618815676",
            ["province"] = "Kerman",
            ["county"] = "Rabor",
            ["rural"] = true,
            ["incomeDecile"] = chance.Hits(60) ? 9 : chance.Between(1, 3),
            ["tranche"] = tranche,
            ["purpose"] = "home business",
            ["amountRials"] = chance.Between(10, tranche == "health" ? 500 : 1500) * 1_000_000L + chance.Below(3) * 123_457,
            ["installments"] = tranche switch { "health" => 12, "housing" => 60, _ => chance.Pick(Tenors) },
        };
        if (chance.Hits(800))
        {
            body[tranche switch { "health" => "medicalReferral", "housing" => "buildingPermit", _ => "skillProof" }] = $"D-{number}";
        }

        return body;
    }

    private static string NationalId(int serial)
    {
        var digits = (298_000_000 + serial).ToString("D9", CultureInfo.InvariantCulture);
        var remainder = digits.Select((digit, index) => (digit - '0') * (10 - index)).Sum() % 11;
        return $"{digits}{(remainder < 2 ? remainder : 11 - remainder)}";
    }
}
