"""A graph convolutional network: a sparse adjacency matrix, spmm, semi-supervised classes."""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


class GraphConvolution(Module):
    def __init__(self, in_features, out_features, bias=True):
        super(GraphConvolution, self).__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(torch.FloatTensor(in_features, out_features))
        if bias:
            self.bias = Parameter(torch.FloatTensor(out_features))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1.0 / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        if self.bias is not None:
            self.bias.data.uniform_(-stdv, stdv)

    def forward(self, input, adj):
        support = torch.mm(input, self.weight)
        output = torch.spmm(adj, support)
        return output + self.bias if self.bias is not None else output

    def __repr__(self):
        return self.__class__.__name__ + " (" + str(self.in_features) + " -> " + str(self.out_features) + ")"


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super(GCN, self).__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass)
        self.dropout = dropout

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        return F.log_softmax(self.gc2(x, adj), dim=1)


def accuracy(output, labels):
    preds = output.max(1)[1].type_as(labels)
    return preds.eq(labels).double().sum() / len(labels)


np.random.seed(42)
torch.manual_seed(42)
N = 40
labels = torch.LongTensor(np.arange(N) % 3)
same = (np.arange(N)[:, None] % 3) == (np.arange(N)[None] % 3)
edges = np.triu(np.random.rand(N, N) < np.where(same, 0.3, 0.03), 1)
dense = edges + edges.T + np.eye(N)
dense = dense / dense.sum(1, keepdims=True)
indices = torch.from_numpy(np.vstack(dense.nonzero()).astype(np.int64))
adj = torch.sparse_coo_tensor(indices, torch.from_numpy(dense[dense.nonzero()].astype(np.float32)), torch.Size((N, N)))
features = torch.FloatTensor(np.random.rand(N, 12))
idx_train, idx_test = torch.LongTensor(range(12)), torch.LongTensor(range(12, N))
model = GCN(12, 8, 3, 0.5)
print(model)
optimizer = optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)
for epoch in range(10):
    model.train()
    optimizer.zero_grad()
    output = model(features, adj)
    loss_train = F.nll_loss(output[idx_train], labels[idx_train])
    loss_train.backward()
    optimizer.step()
    print("Epoch: {:04d}".format(epoch + 1), "loss_train: {}".format(loss_train.item()), "acc: {}".format(accuracy(output[idx_train], labels[idx_train]).item()))
model.eval()
output = model(features, adj)
print(F.nll_loss(output[idx_test], labels[idx_test]).item(), accuracy(output[idx_test], labels[idx_test]).item())
