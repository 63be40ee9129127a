// The ledger: who was reminded of what. test/rules/infra.test.ts keeps the container equal to the one that
// `connector ledger init` makes.

@description('Name of the Cosmos DB account.')
param accountName string

@description('The database.')
param databaseId string

@description('The container.')
param containerId string

@description('Azure region.')
param location string

@description('Tags of the account.')
param tags object

@description('Principal id of the identity of the app: reads and writes.')
param appPrincipalId string

@description('Principal id of the person who sets this up: reads. Empty for nobody.')
param operatorPrincipalId string

var dataReader = '00000000-0000-0000-0000-000000000001'
var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: accountName
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: [{ name: 'EnableServerless' }]
    // one write region: with several, one claim could be won twice, and the connector refuses such an account
    locations: [{ locationName: location, failoverPriority: 0 }]
    enableMultipleWriteLocations: false
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous7Days' }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
  }

  resource database 'sqlDatabases' = {
    name: databaseId
    properties: {
      resource: { id: databaseId }
    }

    resource container 'containers' = {
      name: containerId
      properties: {
        resource: {
          id: containerId
          partitionKey: { kind: 'Hash', paths: ['/pk'] }
          defaultTtl: -1
          indexingPolicy: {
            indexingMode: 'consistent'
            includedPaths: [
              { path: '/kind/?' }
              { path: '/dueChannel/?' }
              { path: '/dueAt/?' }
              { path: '/unsure/?' }
            ]
            excludedPaths: [{ path: '/*' }]
          }
        }
      }
    }
  }
}

resource appMayWrite 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: account
  name: guid(account.id, appPrincipalId, dataContributor)
  properties: {
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
    principalId: appPrincipalId
    scope: account.id
  }
  // one change to the account at a time: it may refuse a second one while the first is under way
  dependsOn: [account::database::container]
}

resource operatorMayRead 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = if (!empty(operatorPrincipalId)) {
  parent: account
  name: guid(account.id, operatorPrincipalId, dataReader)
  properties: {
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataReader}'
    principalId: operatorPrincipalId
    scope: account.id
  }
  dependsOn: [appMayWrite]
}

output endpoint string = account.properties.documentEndpoint
