using System.Text.Json.Nodes;

namespace LoanServicing.Host.Tests.Support;

/// <summary>One funder's figures, or the sum of both.</summary>
internal sealed record Figures(long Deposited, long Reserved, long Drawn, long Collected, long Outstanding, long Cash)
{
    public static Figures Read(JsonNode funder) => new(
        (long)funder["depositedRials"]!, (long)funder["reservedRials"]!, (long)funder["drawnRials"]!, (long)funder["collectedRials"]!,
        (long)funder["outstandingRials"]!, (long)funder["cashRials"]!);

    public static Figures operator +(Figures a, Figures b) => new(
        a.Deposited + b.Deposited, a.Reserved + b.Reserved, a.Drawn + b.Drawn, a.Collected + b.Collected, a.Outstanding + b.Outstanding, a.Cash + b.Cash);
}

/// <summary>What <c>GET /funding/position</c> says, as far as these tests look.</summary>
internal sealed record Position(Figures Alavi, Figures Sina, long EmploymentReserved, long EmploymentDrawn, long FeesHeld, long BorrowersCredit, long BankBalance)
{
    public Figures Both => Alavi + Sina;

    public static Position Read(Reply reply)
    {
        var funders = reply["funders"].AsArray().ToDictionary(funder => (string)funder!["code"]!, funder => Figures.Read(funder!));
        var employment = reply["tranches"].AsArray().Single(tranche => (string)tranche!["code"]! == "employment")!;
        return new Position(
            funders["ALAVI"], funders["SINA"], (long)employment["reservedRials"]!, (long)employment["drawnRials"]!,
            (long)reply["feesHeldRials"], (long)reply["borrowersCreditRials"], (long)reply["bankBalanceRials"]);
    }
}
