using LoanServicing.Contracts;
using LoanServicing.Disbursement.Handlers;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Disbursement.Store;

/// <summary>Contracts whose order is kept back until an earlier payment of their application is settled.</summary>
internal static class HeldContracts
{
    private const string Select = "select body from waiting where wait_key = @key and type = @type order by sequence, id";

    /// <summary>The first of an application; null when none is held.</summary>
    public static async Task<ContractSigned?> FirstAsync(UnitOfWork unit, Guid applicationId)
    {
        var bodies = await unit.QueryAsync<string>(
            Select, new { key = OrderOnContract.HeldKey(applicationId), type = nameof(ContractSigned) });
        return bodies.Select(FactJson.Read<ContractSigned>).FirstOrDefault();
    }
}
